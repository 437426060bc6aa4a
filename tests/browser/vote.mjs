// A vote from first to last: "no" without reasons is refused, one with reasons is cast and its receipt
// verified, it is replaced, somebody else of the body casts meanwhile; the ballot is closed and its
// result read, by whoever voted and by keyboard alone.
import { check, expectError, go, look, open, play, section, signIn } from './browser.mjs';
import { ballot, ballots, cast, committee, inFolder, scene, secretariat } from './stage.mjs';

const enabled = (page, name) => page.getByRole('button', { name, exact: true }).and(page.locator("[aria-disabled='false']"));
const answer = (page, name) => page.getByRole('radio', { name });

async function send(page, button) {
  await enabled(page, button).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Yes, cast it' }).click();
}

async function firstVote(page) {
  await page.locator('main a[href^="#/ballots/iso-wd-4"]').first().click();
  await page.getByRole('link', { name: 'Vote', exact: true }).click();
  await answer(page, /^Disapprove/).check();
  await page.getByRole('textbox', { name: 'Technical reasons' }).waitFor();
  await page.locator('[name=text][aria-invalid]').waitFor();
  check((await enabled(page, 'Cast the vote').count()) === 0, 'a disapproval without reasons cannot be cast');
  await look(page, 'vote_without_reasons');
  await page.getByRole('textbox', { name: 'Technical reasons' }).fill('It is still in use in our country.');
  await send(page, 'Cast the vote');
  await page.getByText('Version 1: Disapprove').first().waitFor();
  const keep = page.getByRole('button', { name: 'Save the receipt' });
  await keep.waitFor();
  await look(page, 'vote_receipt');
  const [download] = await Promise.all([page.waitForEvent('download'), keep.click()]);
  const receipt = inFolder(download.suggestedFilename());
  await download.saveAs(receipt);
  return receipt;
}

// The receipt that was kept, and the one that the record's page fetches itself, which the link names.
async function verified(page, receipt) {
  await page.getByRole('link', { name: 'Check it in the record' }).click();
  await page.getByRole('button', { name: 'Fetch the receipt and verify it' }).click();
  await page.setInputFiles('input[type=file]', [scene.recordKey, receipt]);
  const sections = section(page, /^Receipt: /);
  await sections.nth(1).getByText('All that was checked holds').waitFor();
  await sections.nth(0).getByText('All that was checked holds').waitFor();
}

async function replaced(page, name) {
  await go(page, '#/ballots/iso-wd-4?tab=vote');
  await page.getByText('Version 1 was cast').first().waitFor();
  await answer(page, /^Abstain/).check();
  await enabled(page, 'Replace the vote').waitFor();
  await cast('voters', name, 'de', 'APPROVE'); // a colleague
  expectError(/status of 409/);
  await send(page, 'Replace the vote');
  await page.getByText('The vote was changed by somebody else meanwhile').waitFor();
  await look(page, 'vote_changed_meanwhile');
  await send(page, 'Replace the vote');
  await page.getByText('Version 3: Abstain').first().waitFor();
}

// From My work to the vote and back with the keys of the keyboard alone.
async function byKeyboard(page) {
  check(await page.evaluate(() => document.activeElement.id === 'content'), 'a page begins at its content');
  await page.keyboard.press('j');
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  check(/ISO.DIS 5/.test(await focused()), `j goes to the first row, not to ${await focused()}`);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Vote', exact: true }).waitFor();
  const tabTo = async (locator, most = 60) => {
    const there = () => locator.evaluate((at) => at === document.activeElement);
    for (let i = 0; i < most && !(await there()); ++i) await page.keyboard.press('Tab');
    check(await there(), `Tab reaches ${locator}`);
  };
  await tabTo(page.getByRole('link', { name: 'Vote', exact: true }));
  await page.keyboard.press('Enter');
  await answer(page, /^Approve/)
    .first()
    .waitFor();
  await tabTo(answer(page, /^Approve/).first());
  await page.keyboard.press('Space');
  await enabled(page, 'Cast the vote').waitFor();
  await tabTo(enabled(page, 'Cast the vote'));
  await page.keyboard.press('Enter');
  await tabTo(page.getByRole('dialog').getByRole('button', { name: 'Yes, cast it' }), 6);
  await page.keyboard.press('Enter');
  await page.getByText('Version 1: Approve').first().waitFor();
}

async function closed(page) {
  await go(page, '#/ballots/iso-wd-4?tab=officer');
  const act = page.getByRole('group', { name: 'Close now' });
  await act.getByLabel('Reason').fill('all have voted');
  await act.getByRole('button', { name: 'Close now' }).and(page.locator("[aria-disabled='false']")).click();
  await look(page, 'ballot_close');
  await page.getByRole('dialog').getByRole('button', { name: 'Do it' }).click();
  await page.getByRole('status').getByText('Close now').waitFor();
}

await play(async () => {
  await committee(['voter-de', 'voters']);
  const name = await ballot('iso-wd-4', 4, 'WITHDRAWAL', { title: 'A standard that is to be withdrawn' });
  const page = await open();
  await signIn(page, 'voter-de');
  await look(page, 'work');
  const receipt = await firstVote(page);
  await verified(page, receipt);
  await replaced(page, name);

  await ballot('iso-dis-5', 5, 'DIS', { title: 'A draft for the keyboard' });
  await go(page, '#/work');
  await page.reload();
  await page.locator('main a[href^="#/ballots/iso-dis-5"]').first().waitFor();
  await byKeyboard(page);

  for (const body of ['fr', 'jp', 'ke']) await cast('voters', name, body, 'APPROVE');
  const officer = await open();
  await signIn(officer, secretariat);
  await closed(officer);
  await go(page, '#/ballots/iso-wd-4?tab=result');
  await page.getByText('approved').first().waitFor();
  await look(page, 'result');
  check((await ballots('voter-de', 'GetTally', { name })).final, 'the result is final');
});
