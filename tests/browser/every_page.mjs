// Every page as every role: nothing for axe to find, nothing over the edge at 360 pixels, no error
// of the page's own; light and dark, English and French.
import { go, look, open, play, signIn } from './browser.mjs';
import { ballot, cast, close, committee, secretariat } from './stage.mjs';

const PAGES = ['work', 'ballots', 'comments', 'board', 'committees', 'record'];
const ROLES = [secretariat, 'manager', 'monitor', 'voter-de', 'nobody'];

await play(async () => {
  await committee();
  const open_one = await ballot('iso-dis-1', 1, 'DIS', { title: 'A draft that is open' });
  const closed = await ballot('iso-dis-2', 2, 'DIS', { title: 'A draft whose ballot is closed' });
  await cast('voter-de', open_one, 'de', 'APPROVE');
  await cast('voters', closed, 'de', 'APPROVE');
  await cast('voters', closed, 'fr', 'DISAPPROVE', { text: 'Clause 5 contradicts clause 3.' });
  await cast('voters', closed, 'jp', 'ABSTAIN');
  await close(closed);
  const views = [...PAGES.map((name) => [name, `#/${name}`]), ['ballot_open', '#/ballots/iso-dis-1'], ['ballot_closed', '#/ballots/iso-dis-2'], ['committee', '#/committees/iso-tc-999'], ['no_such_page', '#/nothing']];

  for (const role of ROLES) {
    // Each role has its own look: all of them together see both colours, languages and widths.
    const index = ROLES.indexOf(role);
    for (const width of [1280, 360]) {
      const page = await open({ width, dark: (index + (width === 360)) % 2 === 1, french: index % 2 === (width === 360 ? 0 : 1) });
      await signIn(page, role);
      for (const [name, hash] of views) {
        await go(page, hash);
        await look(page, `${role}-${name}-${width}`);
      }
      await page.context().close();
    }
  }
});
