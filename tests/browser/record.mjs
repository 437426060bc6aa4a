// The record: a bundle and a receipt are fetched and verified, kept as files, and verified by
// somebody who is not signed in and has no connection; what was altered is named.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { check, expectError, go, look, open, play, section, signIn } from './browser.mjs';
import {
  ballot,
  ballots,
  call,
  cast,
  close,
  committee,
  COMMITTEE,
  eventually,
  inFolder,
  members,
  project,
  read,
  scene,
  secretariat,
} from './stage.mjs';

const RECORD = 'ballots/placet.record.v1.RecordService';
const key = read(scene.recordKey);

// A ballot with a replaced vote, a refusal with reasons, an abstention, a change of the roll, a late
// vote and a decision; and the number of the event of de's vote.
async function held() {
  const name = await ballot('iso-dis-7', 7);
  const first = await cast('voters', name, 'de', 'ABSTAIN');
  await call('voters', `${RECORD}/GetReceipt`, { sequence: first.receipt.sequence }); // there is a head of now
  const { receipt } = await cast('voter-de', name, 'de', 'APPROVE_WITH_COMMENTS', { text: 'See 4.2.' });
  await cast('voters', name, 'fr', 'DISAPPROVE', { text: 'Clause 5 contradicts clause 3.' });
  for (const body of ['ke', 'se', 'us']) await cast('voters', name, body, 'APPROVE');
  await members(secretariat, 'ChangeSeat', { name: `${COMMITTEE}/seats/us`, status: 'SEAT_STATUS_P' });
  const status = async () =>
    (await ballots(secretariat, 'ListRoll', { parent: name })).entries.find((entry) => entry.name.endsWith('/us')).status;
  await eventually(async () => (await status()) === 'MEMBER_STATUS_P', 'the new seat on the roll');
  await close(name);
  await ballots(secretariat, 'RecordLateVote', { vote: { name: `${name}/votes/jp`, answer: 'ANSWER_APPROVE' }, reason: 'came by letter' });
  await call('manager', 'placet.ballots.v1.DecisionService/DecideBallot', {
    ballot: name,
    option: 'register-fdis',
    affirmNeed: true,
    reason: 'Technical changes are made.',
  });
  return receipt.sequence;
}

async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  const file = inFolder(download.suggestedFilename());
  await download.saveAs(file);
  return file;
}

const verdict = (page, title, text) => section(page, title).getByText(text).first().waitFor();

async function fetched(sequence) {
  const page = await open();
  await signIn(page, 'voter-de');
  await go(page, `#/record?ballot=iso-dis-7&event=${sequence}`);
  // Before the bundle, so that it is asked for with the proof of this head.
  await section(page, 'Signed tree heads').getByRole('row').nth(1).waitFor();
  const head = await saved(
    page,
    section(page, 'Signed tree heads')
      .getByRole('button', { name: /^Keep as a file: / })
      .last(),
  );
  await page.setInputFiles('input[type=file]', head);
  await page.getByRole('button', { name: 'Fetch the receipt and verify it' }).click();
  await section(page, /^Receipt: /).waitFor();
  // Then the log goes on, and the bundle's head is another than the receipt's.
  const size = async () => (await call('voters', `${RECORD}/GetLatestHead`, {})).size;
  const before = await size();
  await project(8);
  await eventually(async () => (await size()) !== before, 'a newer head');
  await page.getByRole('button', { name: 'Fetch the bundle and verify it' }).click();
  await verdict(page, /^Bundle: /, 'unsure'); // nobody has given a key
  await look(page, 'record_without_key');

  await page.getByLabel('Public key of the record').fill(key);
  for (const title of [/^Bundle: /, /^Receipt: /, /^Tree head: /]) await verdict(page, title, 'All that was checked holds');
  await page.getByRole('button', { name: 'Compare with the newest head' }).click();
  await section(page, /^Tree head: /)
    .locator('[data-step=consistency][data-state=holds]')
    .waitFor();
  await look(page, 'record_signed_in');
  const files = {
    head,
    bundle: await saved(page, page.getByRole('button', { name: 'Save iso-dis-7.bundle.json' })),
    receipt: await saved(page, page.getByRole('button', { name: `Save receipt-${sequence}.json` })),
  };
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('No file was given yet.').waitFor();
  await page.context().close();
  return files;
}

// The text of a file with the first of something altered.
function altered(file, name, from, to) {
  const text = read(file);
  check(text.includes(from), `${name}: there is something to alter`);
  writeFileSync(inFolder(name), text.replace(from, to));
  return inFolder(name);
}

async function dropped(page, file) {
  const transfer = await page.evaluateHandle(
    ({ name, text }) => {
      const data = new DataTransfer();
      data.items.add(new File([text], name));
      return data;
    },
    { name: 'dropped.json', text: read(file) },
  );
  await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
}

async function verified(files) {
  const page = await open();
  await page.goto(`${scene.url}/#/record`);
  await page.getByText('Sign in to fetch').waitFor();
  await page.context().setOffline(true);
  await page.setInputFiles('input[type=file]', [files.bundle, files.receipt, files.head, scene.recordKey]);
  for (const title of [/^Bundle: /, /^Receipt: /, /^Tree head: /]) await verdict(page, title, 'All that was checked holds');
  await section(page, /^Bundle: /)
    .locator('[data-step=receipts][data-state=holds]')
    .waitFor();
  await section(page, /^Bundle: /)
    .locator('[data-step=recount][data-state=notDone]')
    .waitFor();
  await look(page, 'record');
  // In another language, which draws all anew, what was given stays.
  expectError(/\/icon\.svg$/);
  await page.getByLabel('Language').selectOption('fr');
  await section(page, /^Dossier : /)
    .getByText('Tout ce qui a été vérifié est exact')
    .waitFor();
  await look(page, 'record_fr');
  await page.getByLabel('Langue').selectOption('en');

  // One after the other takes the place of the true one.
  const alterations = [
    ['row', '\\"answer\\": 2', '\\"answer\\": 3', /vote de answer/],
    ['event', '"subject": "ballots/iso-dis-7/votes/fr"', '"subject": "ballots/iso-dis-7/votes/ke"', /event ballots/],
    ['head', '"root": "', '"root": "AAAA', /tree_head/],
  ];
  for (const [name, from, to, named] of alterations) {
    await page.getByRole('button', { name: /^Remove .*bundle/ }).click();
    await page.setInputFiles('input[type=file]', altered(files.bundle, `${name}.bundle.json`, from, to));
    await verdict(page, /^Bundle: /, /(does|do) not hold/);
    await section(page, /^Bundle: /)
      .getByRole('cell')
      .getByText(named)
      .first()
      .waitFor();
    await look(page, `record_altered_${name}`);
  }
  await page.getByRole('button', { name: /^Remove .*bundle/ }).click();
  await page.setInputFiles('input[type=file]', altered(files.receipt, 'newer.json', '"sequence"', '"somethingNewer"'));
  await page.getByRole('alert').getByText('no receipt, bundle or head').waitFor();
  await dropped(page, files.receipt);
  await verdict(page, 'Receipt: dropped.json', 'All that was checked holds');
  // A key of somebody else.
  const other = 'MCowBQYDK2VwAyEA' + 'A'.repeat(43) + '=';
  await page.getByLabel('Public key of the record').fill(`-----BEGIN PUBLIC KEY-----\n${other}\n-----END PUBLIC KEY-----\n`);
  await verdict(page, 'Receipt: dropped.json', /do not hold/);
  await page.getByLabel('Public key of the record').fill('no key');
  await page.getByText('This is no public key of Ed25519 in PEM.').waitFor();
  await look(page, 'record_no_key');
}

// Who is asked in a ballot stands in the rules; the page knows it by kind and edition.
async function asked() {
  const esbuild = createRequire(`${scene.web}/package.json`)('esbuild');
  const contents = `
    export { electorateOf } from './src/pages/record/rows';
    export { BallotKind } from './gen/placet/ballots/v1/ballots_pb';
    export { Electorate } from './gen/placet/ballots/v1/rules_pb';`;
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: scene.web, loader: 'ts' },
    absWorkingDir: scene.web,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    preserveSymlinks: true,
  });
  const { electorateOf, BallotKind, Electorate } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
  const { rules } = await call('voters', 'placet.ballots.v1.RulesService/ListRules', {});
  check(rules.length > 100, 'there are rules');
  for (const { kind, edition, electorate } of rules) {
    const known = electorateOf(BallotKind[kind.replace('BALLOT_KIND_', '')], edition);
    check(
      Electorate[known] === electorate.replace('ELECTORATE_', ''),
      `${kind} of ${edition} asks ${electorate}, not ${Electorate[known]}`,
    );
  }
}

await play(async () => {
  await committee();
  await asked();
  const files = await fetched(await held());
  await verified(files);
  // The files that unit/record.test.mjs alters field by field were written by this.
  if (process.env.PLACET_WRITE_RECORD) {
    for (const [name, file] of Object.entries(files)) writeFileSync(`${process.env.PLACET_WRITE_RECORD}/${name}`, readFileSync(file));
    writeFileSync(`${process.env.PLACET_WRITE_RECORD}/key`, key);
  }
});
