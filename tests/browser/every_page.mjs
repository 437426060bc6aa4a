// Every page as every role: nothing for axe to find, nothing over the edge at 360 pixels, no error
// of the page's own; light and dark, English and French.
import { go, look, open, play, signIn } from './browser.mjs';
import { ballot, cast, close, committee, secretariat } from './stage.mjs';

const PAGES = ['work', 'ballots', 'comments', 'board', 'committees', 'record'];

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

  // Together they see both widths, colours and languages; pictures are kept of two of the roles.
  const LOOKS = [
    [secretariat, { width: 1280 }],
    ['manager', { width: 1280, dark: true, french: true }],
    ['manager', { width: 360 }],
    ['monitor', { width: 1280, french: true }],
    ['voter-de', { width: 1280 }],
    ['voter-de', { width: 360, dark: true, french: true }],
    ['nobody', { width: 360, dark: true }],
  ];
  for (const [role, how] of LOOKS) {
    const page = await open(how);
    await signIn(page, role);
    for (const [name, hash] of views) {
      await go(page, hash);
      await look(page, `${role}-${name}-${how.width}`, { picture: role === 'manager' || role === 'voter-de' });
    }
    await page.context().close();
  }
});
