// The board as large as ISO's, with services that go away and come back under it.
import { check, expectError, go, look, open, play, section, signIn } from './browser.mjs';
import { ballot, cast, committee, inParallel, order } from './stage.mjs';

const BALLOTS = 2370; // open at a time, as ISO has

const since = (begin) => `${((performance.now() - begin) / 1000).toFixed(2)} s`;
const rowOf = (page, id) => page.locator(`tr[data-row='ballots/${id}']`);

async function lostAndBack(page, daemon, act) {
  order('kill', daemon);
  await page.getByText('Connection lost since').waitFor();
  await page.getByText(`${BALLOTS.toLocaleString('en')} of ${BALLOTS.toLocaleString('en')} ballots`).waitFor();
  await look(page, `board_without_${daemon}`);
  order('start', daemon);
  await page.getByText(/^.?.?Live/).waitFor({ timeout: 30_000 });
  await act();
}

await play(async () => {
  await committee(['manager', 'voters']);
  let begin = performance.now();
  await ballot('made-0', 1);
  await inParallel(BALLOTS - 1, (index) => ballot(`made-${index + 1}`, index + 2, 'DIS', { title: `Made, part ${index + 2}` }));
  console.log(`${BALLOTS} ballots opened through the gateway: ${since(begin)}`);

  const page = await open();
  await signIn(page, 'manager');
  begin = performance.now();
  await go(page, '#/board');
  await page.getByText(`${BALLOTS.toLocaleString('en')} of ${BALLOTS.toLocaleString('en')} ballots`).waitFor();
  await page.locator('tr[data-row]').first().waitFor();
  console.log(`board of ${BALLOTS} open ballots, from the click to its rows: ${since(begin)}`);
  const drawn = await page.locator('tr[data-row]').count();
  check(drawn < 100, `only rows in sight are drawn, not ${drawn}`);
  await look(page, 'board');

  await page.getByLabel('Search').fill('ISO/DIS 77');
  await rowOf(page, 'made-76').waitFor();
  await page.getByText(new RegExp(`^\\d+ of ${BALLOTS.toLocaleString('en')} ballots`)).waitFor();
  const votes = async (n) => rowOf(page, 'made-76').getByText(`${n} of 5`).last().waitFor();
  await votes(0);
  begin = performance.now();
  await cast('voters', 'ballots/made-76', 'de', 'APPROVE');
  await votes(1);
  console.log(`a vote, from its answer to the board: ${since(begin)}`);
  await page.getByRole('link', { name: 'Show all' }).click();

  // What a browser says of a server that is not there.
  expectError(
    /ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|HTTP2_PROTOCOL_ERROR|SOCKET_NOT_CONNECTED)/,
  );
  expectError(/status of 50[234]/);
  const another = (member, n) => async () => {
    await cast('voters', 'ballots/made-76', member, 'APPROVE');
    await page.getByLabel('Search').fill('ISO/DIS 77');
    await votes(n);
    await page.getByRole('link', { name: 'Show all' }).click();
  };
  await lostAndBack(page, 'ballots', another('fr', 2));
  await lostAndBack(page, 'gateway', another('jp', 3));
  await section(page, 'Open ballots').waitFor();
});
