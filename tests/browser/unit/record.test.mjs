// The verification of the record: what nobody touched holds, and any field that was altered is found
// and named. The files in record/ are those of a real ballot, as placet and the page write them
// (PLACET_WRITE_RECORD=FOLDER, record.mjs).
import './setup.mjs';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { isConsistent, emptyRoot, leafHash, nodeHash, rootByInclusion } from 'placet/pages/record/merkle';
import { same, hex, utf8 } from 'placet/pages/record/bytes';
import { keyFor } from 'placet/pages/record/note';
import { contentOf } from 'placet/pages/record/read';
import { checkBundle, checkKeptHead, checkReceipt } from 'placet/pages/record/verify';

const read = (name) => readFileSync(path.join(process.env.PLACET_UNIT, 'record', name), 'utf8');
const [bundleText, receiptText, headText, keyText] = ['bundle', 'receipt', 'head', 'key'].map(read);
const {
  keys: [key],
} = await contentOf(keyText);
const head = await contentOf(headText);
const { receipt } = await contentOf(receiptText);
const kept = { key, heads: [head], receipts: [receipt] };

// What is found in a file; a file that cannot be read is one finding.
async function found(text, with_ = kept) {
  const content = await contentOf(text);
  if (content.kind === 'bundle') return (await checkBundle(content.bundle, with_)).findings;
  if (content.kind === 'receipt') return (await checkReceipt(content.receipt, with_.key)).findings;
  if (content.kind === 'head') return (await checkKeptHead(content, with_.key)).findings;
  return [{ place: content.why, wrong: content.why }];
}
const said = (findings) =>
  findings.map(({ sequence, place, wrong, found: is, expected }) => `${sequence} ${place} ${wrong} ${is} ${expected}`);

test('what nobody touched holds', async () => {
  for (const text of [bundleText, receiptText, headText]) assert.deepEqual(said(await found(text)), []);
  const { bundle } = await contentOf(bundleText);
  const report = await checkBundle(bundle, kept);
  assert.deepEqual(
    report.steps.map(({ id, state }) => `${id} ${state}`),
    [
      'key holds',
      'signature holds',
      'heads holds',
      'leaf holds',
      'inclusion holds',
      'consistency holds',
      'receipts holds',
      'versions holds',
      'counted holds',
      'rows holds',
      'recount notDone',
    ],
  );
});

test('without a key of one’s own nothing is more than unsure', async () => {
  const { bundle } = await contentOf(bundleText);
  const report = await checkBundle(bundle, { ...kept, key: null });
  assert.equal(report.steps[0].state, 'unsure');
  assert.deepEqual(said(report.findings), []);
});

// An array with others in the place of one.
const replaced = (list, index, ...others) => [...list.slice(0, index), ...others, ...list.slice(index + 1)];

// Every place of a JSON value with another value there: [what was done, the altered whole].
function* alterations(value, put, place = '') {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; ++i) {
      yield [`${place} dropped ${i}`, put(replaced(value, i))];
      yield [`${place} twice ${i}`, put(replaced(value, i, value[i], value[i]))];
      yield* alterations(value[i], (one) => put(replaced(value, i, one)), `${place}/${i}`);
    }
  } else if (value !== null && typeof value === 'object') {
    for (const name of Object.keys(value)) {
      const { [name]: gone, ...rest } = value;
      if (gone !== '' && !(Array.isArray(gone) && gone.length === 0)) yield [`${place} without ${name}`, put(rest)];
      yield* alterations(gone, (one) => put({ ...value, [name]: one }), `${place}/${name}`);
    }
  } else {
    yield [place, put(other(value, place))];
  }
}

// Another value that can be read as the same type.
function other(value, place) {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (value === null) return 'x';
  if (/^\d+$/.test(value)) return String(BigInt(value) + 1n);
  const time = /^(.*:\d\d)(\.\d+)?(Z|\+.*)$/.exec(value);
  if (time) return `${time[1]}.${String((Number((time[2] ?? '.0').slice(1).padEnd(6, '0')) + 1) % 1_000_000).padStart(6, '0')}${time[3]}`;
  if (/(root|signature|key_id|leaf|blind|fingerprint|change|public_key|\/path\/\d+)$/.test(place)) {
    const bytes = Buffer.from(value, 'base64');
    bytes[bytes.length >> 1] ^= 1;
    return bytes.toString('base64');
  }
  if (place.endsWith('extra')) return 'AA==';
  return /request_id$/.test(place) && value ? value.replace(/.$/, (last) => (last === '0' ? '1' : '0')) : `${value}x`;
}

// What changes nothing: a proof or head that is there twice, a note, which says in another form what
// the head's fields say; and rows of bodies on the list that have a seat, because the roll has them.
const seated = new Set(
  JSON.parse(bundleText)
    .rows.filter(({ table }) => table === 'roll')
    .map(({ columns }) => JSON.parse(columns).member),
);
const isListed = ({ table, columns }) => table === 'body_list' && seated.has(JSON.parse(columns).member);
const HARMLESS = [
  /^\/(consistency|named) twice/,
  / without note$/,
  ...JSON.parse(bundleText).rows.flatMap((row, i) => (isListed(row) ? [new RegExp(`^/rows dropped ${i}$`)] : [])),
];

for (const [name, text] of [
  ['receipt', receiptText],
  ['bundle', bundleText],
]) {
  test(`a ${name} with anything altered, left out or doubled is found out`, async () => {
    const missed = [];
    let tried = 0;
    for (const [what, changed] of alterations(JSON.parse(text), (one) => one)) {
      if (what.includes('/columns') || HARMLESS.some((pattern) => pattern.test(what))) continue; // columns: below
      ++tried;
      if ((await found(JSON.stringify(changed))).length === 0) missed.push(what);
    }
    assert.deepEqual(missed, []);
    assert.ok(tried > (name === 'bundle' ? 500 : 40), `${tried}`);
  });
}

test('a head with any letter of what is signed altered is found out', async () => {
  for (let i = 0; i < headText.length - 1; ++i) {
    const letter = headText[i] === '1' ? '2' : '1';
    assert.notDeepEqual(await found(headText.slice(0, i) + letter + headText.slice(i + 1)), [], `letter ${i}`);
  }
});

// Names and countries of bodies that neither sit nor have voted are covered by their number alone
// (services/record/README.md).
const UNCOVERED = ['member', 'country', 'acronym'];

test('any column of any row that was altered is found, and named with its row', async () => {
  const bundle = JSON.parse(bundleText);
  const missed = [];
  const tables = new Set();
  for (const [index, row] of bundle.rows.entries()) {
    const columns = JSON.parse(row.columns);
    tables.add(row.table);
    for (const column of Object.keys(columns)) {
      const [, changed] = [...alterations({ [column]: columns[column] }, (one) => one)].find(([what]) => !what.includes('without')) ?? [
        null,
        { [column]: [0] },
      ];
      if (JSON.stringify(changed[column]) === JSON.stringify(columns[column])) changed[column] = { x: 'y' };
      const rows = replaced(bundle.rows, index, { ...row, columns: JSON.stringify({ ...columns, ...changed }) });
      const findings = await found(JSON.stringify({ ...bundle, rows }));
      const named = findings.some(
        ({ place }) => place.includes(row.table) && (place.includes(column) || ['member', 'number', 'event'].includes(column)),
      );
      const covered = !UNCOVERED.includes(column) || !['body_list', 'roll'].includes(row.table);
      if (!named && covered) missed.push(`${row.table} ${columns.member ?? ''} ${column}: ${said(findings)}`);
    }
  }
  assert.deepEqual(missed, []);
  assert.deepEqual([...tables].sort(), ['ballot', 'body_list', 'decision', 'late_vote', 'result', 'roll', 'vote']);
});

test('another key, another history and a lost receipt are found out', async () => {
  const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  const der = Buffer.from(await crypto.subtle.exportKey('spki', publicKey));
  const pem = `-----BEGIN PUBLIC KEY-----\n${der.toString('base64')}\n-----END PUBLIC KEY-----\n`;
  const stranger = (await contentOf(pem)).keys[0];
  for (const text of [bundleText, receiptText, headText]) {
    const findings = await found(text, { ...kept, key: stranger });
    assert.ok(
      findings.some(({ wrong }) => wrong === 'signature'),
      'signed with another key',
    );
  }
  // Signed as it should be, of the same size, and with another root.
  const lines = headText.split('\n').slice(0, 4);
  lines[2] = Buffer.alloc(32, 7).toString('base64');
  const forged = `${lines.join('\n')}\n`;
  const signature = Buffer.from(await crypto.subtle.sign({ name: 'Ed25519' }, privateKey, utf8(forged)));
  const mark = Buffer.concat([
    (await crypto.subtle.digest('SHA-256', Buffer.concat([Buffer.from(`${lines[0]}\n\x01`), der.subarray(12)])).then(Buffer.from)).subarray(
      0,
      4,
    ),
    signature,
  ]);
  const fork = await contentOf(`${forged}\n\u2014 ${lines[0]} ${mark.toString('base64')}\n`);
  assert.deepEqual(said((await checkKeptHead(fork, stranger)).findings), [], 'the forged head is well formed and signed');
  const findings = await found(bundleText, { ...kept, heads: [head, fork] });
  assert.ok(
    findings.some(({ wrong }) => wrong === 'headsDiffer'),
    'two roots of one size',
  );
  assert.ok(
    findings.some(({ wrong }) => wrong === 'notConsistent'),
    'does not go on',
  );
  // A bundle from which the event of the receipt was dropped.
  const bundle = JSON.parse(bundleText);
  const without = bundle.entries.filter(({ entry }) => entry.sequence !== String(receipt.entry.sequence));
  assert.ok((await found(JSON.stringify({ ...bundle, entries: without }))).some(({ wrong }) => wrong === 'dropped'));
});

test('of several keys the one is taken that a head names', async () => {
  const { publicKey } = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  const der = Buffer.from(await crypto.subtle.exportKey('spki', publicKey)).toString('base64');
  const { keys } = await contentOf(`-----BEGIN PUBLIC KEY-----\n${der}\n-----END PUBLIC KEY-----\n${keyText}`);
  assert.equal(keys.length, 2);
  for (const one of [head.head, receipt.head]) assert.deepEqual((await keyFor(one, keys)).id, key.id);
  assert.deepEqual((await keyFor(undefined, keys)).id, keys[0].id);
  assert.equal(await keyFor(head.head, []), null);
  assert.equal((await contentOf(`${keyText}-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n`)).why, 'badKey');
});

test('a private key and what is none of these are refused', async () => {
  assert.equal((await contentOf('-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n')).why, 'privateKey');
  assert.equal((await contentOf('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n')).why, 'badKey');
  assert.equal((await contentOf('{"entry": {"sequence": "1", "newer": true}}')).why, 'badJson');
  assert.equal((await contentOf('[1]')).why, 'otherJson');
  assert.equal((await contentOf('hello')).why, 'other');
});

// --- The tree itself, against one that is built as RFC 6962, 2.1 says.

async function treeOf(leaves) {
  if (leaves.length === 0) return emptyRoot();
  if (leaves.length === 1) return leaves[0];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(await treeOf(leaves.slice(0, split)), await treeOf(leaves.slice(split)));
}
async function pathOf(index, leaves) {
  if (leaves.length <= 1) return [];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return index < split
    ? [...(await pathOf(index, leaves.slice(0, split))), await treeOf(leaves.slice(split))]
    : [...(await pathOf(index - split, leaves.slice(split))), await treeOf(leaves.slice(0, split))];
}
async function proofOf(first, leaves, whole = true) {
  if (first === leaves.length) return whole ? [] : [await treeOf(leaves)];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return first <= split
    ? [...(await proofOf(first, leaves.slice(0, split), whole)), await treeOf(leaves.slice(split))]
    : [...(await proofOf(first - split, leaves.slice(split), false)), await treeOf(leaves.slice(0, split))];
}

test('proofs of trees of every size up to 20 verify, and no others', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, (_, i) => leafHash(utf8(`leaf ${i}`))));
  assert.equal(hex(await emptyRoot()), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  for (let size = 1; size <= all.length; ++size) {
    const leaves = all.slice(0, size);
    const root = await treeOf(leaves);
    for (let index = 0; index < size; ++index) {
      const way = await pathOf(index, leaves);
      const computed = await rootByInclusion(leaves[index], BigInt(index), BigInt(size), way);
      assert.ok(computed && same(computed, root), `${index} of ${size}`);
      for (const wrong of [index - 1, index + 1]) {
        const by = await rootByInclusion(leaves[index], BigInt(wrong), BigInt(size), way);
        assert.ok(!by || !same(by, root), `${index} as ${wrong} of ${size}`);
      }
      assert.equal(await rootByInclusion(leaves[index], BigInt(index), BigInt(size), [...way, root]), null);
    }
    for (let first = 0; first <= size; ++first) {
      const proof = first === 0 ? [] : await proofOf(first, leaves);
      const older = await treeOf(leaves.slice(0, first));
      assert.ok(await isConsistent(BigInt(first), BigInt(size), older, root, proof), `${first} to ${size}`);
      assert.ok(!(await isConsistent(BigInt(first), BigInt(size), older, root, [...proof, root])), `${first} to ${size}, too long`);
      assert.ok(!(await isConsistent(BigInt(first), BigInt(size), await leafHash(older), root, proof)), `${first} to ${size}, another`);
      if (first > 0 && first < size)
        assert.ok(!(await isConsistent(BigInt(first), BigInt(size), older, root, proof.slice(1))), `${first} to ${size}, too short`);
    }
  }
});
