// Every page as every role: nothing for axe to find, nothing over the edge at 360 pixels, no error
// of the page's own; light and dark, English and French.
import { go, look, open, play, signIn } from './browser.mjs';
import { ballot, cast, close, committee, importTable, inParallel, secretariat } from './stage.mjs';
import { word } from './word.mjs';

const VIEWS = [
  '#/work',
  '#/ballots',
  '#/ballots/new',
  '#/ballots/iso-dis-1',
  '#/ballots/iso-dis-2',
  '#/comments',
  '#/comments/iso-dis-2',
  '#/comments/iso-dis-2?comment=1',
  '#/board',
  '#/board?wall=1',
  '#/committees',
  '#/committees/iso-tc-999',
  '#/record',
  '#/nothing',
];
// The first tab of a view is the view itself, and the order of a query means nothing.
const wordsOf = (href) => href.split(/[?&]/).sort().join('&');
const seen = (views, href) => views.some((view) => wordsOf(view) === wordsOf(href));

await play(async () => {
  await committee();
  const open_one = await ballot('iso-dis-1', 1, 'DIS', { title: 'A draft that is open' });
  const closed = await ballot('iso-dis-2', 2, 'DIS', { title: 'A draft whose ballot is closed' });
  await cast('voter-de', open_one, 'de', 'APPROVE');
  await cast('voters', closed, 'de', 'APPROVE');
  await cast('voters', closed, 'fr', 'DISAPPROVE', { text: 'Clause 5 contradicts clause 3.' });
  await cast('voters', closed, 'jp', 'ABSTAIN');
  await close(closed);
  // A table of comments, so that their views have something to show.
  const rows = [
    ['DE-1', '12', '3.1', '', 'te', 'The term is wrong.', 'Replace it.'],
    ['DE-2', '', '5.2', '', 'ed', 'A comma is missing.', 'Add it.'],
  ];
  await importTable(secretariat, closed, 'members/de', word(rows));

  // Together they see both widths, colours and languages. Two open every tab that a view has, too,
  // and keep pictures; they begin, because they take longest.
  const LOOKS = [
    ['voter-de', { width: 360, dark: true, french: true }, 'tabs'],
    ['manager', { width: 1280 }, 'tabs'],
    [secretariat, { width: 1280 }],
    ['manager', { width: 360, dark: true, french: true }],
    ['monitor', { width: 1280, french: true }],
    ['voter-de', { width: 1280 }],
    ['nobody', { width: 360, dark: true }],
    ['expert', { width: 360, french: true }],
    ['liaison', { width: 1280, dark: true }],
  ];
  await inParallel(
    LOOKS.length,
    async (index) => {
      const [role, how, tabs] = LOOKS[index];
      const page = await open(how);
      await signIn(page, role);
      const views = [...VIEWS];
      for (const view of views) {
        await go(page, view);
        const name = `${role}-${how.width}-${view.replace(/\W+/g, '-').slice(1)}`;
        await look(page, name, { picture: !!tabs && VIEWS.includes(view) });
        if (!tabs) continue;
        const found = await page.locator('main nav.tabs a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
        views.push(...found.filter((href) => !seen(views, href)));
      }
      console.log(`${role} at ${how.width} pixels: ${views.length} views`);
      await page.context().close();
    },
    2,
  );
});
