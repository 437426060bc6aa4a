// Comments: a Word table with a faulty row is checked, taken in and repaired; the manager decides on
// all in one go, undoes it, decides again and sends the table out, which comes in again as known;
// somebody else at the same list sees each change.
import { writeFileSync } from 'node:fs';
import { check, go, look, open, play, section, signIn } from './browser.mjs';
import { ballot, close, committee, inFolder } from './stage.mjs';
import { word } from './word.mjs';

const FAULTY = ['DE-2', '', '4', '', 'te', '', '', ''];
const rows = (second) => [
  ['DE-1', '12', '3.1', 'Para 2', 'te', 'The term is wrong.', 'Replace it.'],
  second,
  ['DE-3', '', '5.2', '', 'ed', 'A comma is missing.', 'Add it.'],
];
function file(name, content) {
  writeFileSync(inFolder(name), content);
  return inFolder(name);
}

async function choose(page, path) {
  await page.setInputFiles('input[type=file]', path);
  await section(page, 'What an import would take').waitFor();
}

async function imported(page) {
  await go(page, '#/comments/iso-dis-5?tab=import');
  await choose(page, file('din.docx', word(rows(FAULTY))));
  const fault = page
    .getByRole('table', { name: /Faulty rows/ })
    .getByRole('row')
    .nth(1);
  check(/din\.docx.*3.*6 comment/s.test(await fault.innerText()), `the faulty row is named by row and column: ${await fault.innerText()}`);
  await look(page, 'comments_faulty');
  await page.getByRole('button', { name: 'Import 2 rows' }).click();
  await section(page, 'What was imported').waitFor();
  // The same file, repaired: what is there already is known.
  await choose(page, file('din.docx', word(rows(['DE-2', '', '4', '', 'te', 'Say which of the two is meant.', '']))));
  await page.getByText('No faulty rows.').waitFor();
  await page.getByRole('button', { name: 'Import 1 row', exact: true }).click();
  await section(page, 'What was imported').waitFor();
  await page.getByRole('link', { name: 'Show the comments' }).click();
  await page.getByText('3 comments', { exact: true }).waitFor();
  await look(page, 'comments_of_body');
}

async function decide(page, other) {
  await page.getByRole('button', { name: 'Select all found' }).click();
  await page.getByRole('button', { name: 'Decide on 3 selected' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Disposition').selectOption({ label: 'accepted' });
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await dialog.getByText('3 comments would change').waitFor();
  await look(page, 'comments_preview');
  await dialog.getByRole('button', { name: 'Change 3 comments' }).click();
  await page.getByText('3 comments changed: accepted.').waitFor();
  // The other one, who has done nothing, sees it.
  await other.getByText('changed by Committee manager').nth(2).waitFor();
}

await play(async () => {
  await committee(['manager', 'monitor', 'voter-de']);
  const name = await ballot('iso-dis-5', 5);
  const body = await open();
  await signIn(body, 'voter-de');
  await imported(body);
  await close(name);

  const [manager, other] = [await open(), await open()];
  await signIn(manager, 'manager');
  await signIn(other, 'monitor');
  for (const page of [manager, other]) {
    await go(page, '#/comments/iso-dis-5');
    await page.getByText('3 comments', { exact: true }).waitFor();
  }
  await decide(manager, other);
  await manager.getByRole('button', { name: 'Undo all 3' }).click();
  await manager.getByText('Undone: 3 comments are as before.').waitFor();
  await manager.getByRole('button', { name: 'Do it again' }).click();
  await manager.getByText(/3 comments are as before|3 comments changed/).waitFor();
  await other.getByRole('row', { name: /DE-1/ }).getByText('accepted').first().waitFor();
  await look(other, 'comments_other');

  // What goes out comes in again as what is there already.
  await manager.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([manager.waitForEvent('download'), manager.getByRole('button', { name: 'Download' }).click()]);
  await download.saveAs(inFolder('resolved.docx'));
  await manager.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await go(manager, '#/comments/iso-dis-5?tab=import');
  await choose(manager, inFolder('resolved.docx'));
  await manager.getByText('All rows are there already').waitFor();
  await look(manager, 'comments_again');
  await go(manager, '#/comments/iso-dis-5?tab=changes');
  await look(manager, 'comments_changes');
});
