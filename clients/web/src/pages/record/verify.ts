// Checks receipts, heads and bundles with nothing but them and a key: the same as `placet audit
// verify` (services/ballots/audit.cc), but for the count, which takes the rules. Pure: asks nobody.
import type { Bundle, ConsistencyProof, Entry, ProvenReceipt, TreeHead } from '../../../gen/placet/record/v1/log_pb';
import { hex, same, type Bytes } from './bytes';
import { leafBytes, leafOf } from './leaf';
import { eventOf, type Leaves } from './leaves';
import { isConsistent, leafHash, rootByInclusion } from './merkle';
import { checkHead, headText, keyOfDer, type Key } from './note';
import { Report } from './report';
import { checkCountedVotes, checkVersions } from './results';
import { checkRows } from './rows';

export interface KeptHead {
  head: TreeHead;
  fromNote: boolean;
}

// What the checker has from elsewhere than from the file.
export interface Kept {
  key: Key | null; // null: that of the file is taken, and proves little
  heads: KeptHead[];
  receipts: ProvenReceipt[];
}

const headPlace = (head: TreeHead): string => `tree_head ${head.size}`;

// The key to check with: the caller's, else the file's.
async function beginKey(own: Uint8Array, kept: Key | null, report: Report): Promise<Key | null> {
  const step = report.begin('key', kept ? 'keyGiven' : 'keyOfFile');
  const key = kept ?? (await keyOfDer(own as Bytes));
  if (!key) {
    report.add(0n, 'public_key', 'keyMissing');
    return null;
  }
  report.computed('keyId', hex(key.id));
  if (!kept) step.state = 'unsure';
  else if (!same(own, kept.der)) report.add(0n, 'public_key', 'keyOther', hex(own), hex(kept.der));
  return key;
}

async function checkSignatures(heads: KeptHead[], key: Key | null, report: Report): Promise<void> {
  const step = report.begin('signature', 'signature', { n: heads.length });
  if (!key) {
    step.said = 'signatureNone';
    step.state = 'notDone';
    return;
  }
  for (const { head, fromNote } of heads) {
    report.computed('signed', headText(head)?.trimEnd().replaceAll('\n', ' | ') ?? '');
    await checkHead(head, key, report, fromNote);
  }
}

const without = (bytes: Bytes | null): string => (bytes ? hex(bytes) : '');

export async function checkReceipt(receipt: ProvenReceipt, kept: Key | null): Promise<Report> {
  const report = new Report();
  const key = await beginKey(receipt.publicKey, kept, report);
  const { entry, proof, head } = receipt;
  report.begin('leaf');
  if (!entry || !proof || !head) {
    report.add(0n, 'receipt', 'unread');
    return report;
  }
  const place = `receipt ${entry.subject}`;
  const bytes = leafBytes(entry);
  const leaf = bytes && (await leafHash(bytes));
  report.computed('hashed', `${(bytes?.length ?? -1) + 1}`);
  report.computed('leafHash', without(leaf));
  if (!leaf) report.add(entry.sequence, place, 'leafForm');
  report.same(entry.sequence, `${place} leaf`, hex(entry.leaf), without(leaf));
  report.same(entry.sequence, 'proof leaf', hex(proof.leaf), without(leaf));
  report.same(entry.sequence, 'proof sequence', `${proof.sequence}`, `${entry.sequence}`);
  report.same(entry.sequence, 'entry log', entry.log, head.log);

  report.begin('inclusion', 'inclusionOne', { sequence: `${entry.sequence}`, size: `${head.size}`, steps: proof.path.length });
  const root = leaf && (await rootByInclusion(leaf, entry.sequence - 1n, head.size, proof.path));
  report.computed('rootComputed', without(root));
  report.computed('rootSigned', hex(head.root));
  if (!root || !same(root, head.root)) report.add(entry.sequence, place, 'notIncluded', without(root), hex(head.root));
  report.same(entry.sequence, 'proof tree_size', `${proof.treeSize}`, `${head.size}`);

  await checkSignatures([{ head, fromNote: false }], key, report);
  return report;
}

// A head by itself proves that the key's owner signed it, no more.
export async function checkKeptHead(kept: KeptHead, key: Key | null, beside: TreeHead[] = []): Promise<Report> {
  const report = new Report();
  const step = report.begin('key', key ? 'keyGiven' : 'keyNone');
  if (key) report.computed('keyId', hex(key.id));
  else step.state = 'notDone';
  await checkSignatures([kept, ...beside.map((head) => ({ head, fromNote: false }))], key, report);
  return report;
}

// A head that was kept, against one that the service shows now.
export async function checkGoesOn(kept: KeptHead, now: TreeHead, proof: ConsistencyProof, key: Key | null): Promise<Report> {
  const report = await checkKeptHead(kept, key, [now]);
  report.begin('consistency', 'consistencyNow', { n: Number(kept.head.size), size: `${now.size}` });
  report.same(0n, 'consistency first_size', `${proof.firstSize}`, `${kept.head.size}`);
  report.same(0n, 'consistency tree_size', `${proof.treeSize}`, `${now.size}`);
  report.computed('older', `${proof.firstSize} \u2192 ${proof.treeSize}: ${proof.path.length}`);
  if (kept.head.log !== now.log) report.add(0n, headPlace(kept.head), 'otherLog', now.log, kept.head.log);
  else if (!(await isConsistent(kept.head.size, now.size, kept.head.root, now.root, proof.path))) {
    report.add(0n, headPlace(kept.head), 'notConsistent', hex(now.root), hex(kept.head.root));
  }
  return report;
}

async function checkEntries(bundle: Bundle, head: TreeHead, report: Report): Promise<Leaves> {
  const found: [bigint, { entry: Entry; leaf: Bytes | null; path: Uint8Array[] }][] = [];
  const leaves: Leaves = new Map();
  report.begin('leaf', 'leafAll', { n: bundle.entries.length });
  for (const { entry, path } of [...bundle.entries].sort((a, b) => Number((a.entry?.sequence ?? 0n) - (b.entry?.sequence ?? 0n)))) {
    if (!entry) {
      report.add(0n, 'entries', 'unread');
      continue;
    }
    const { sequence } = entry;
    const place = `event ${entry.subject}`;
    const leaf = await leafOf(entry);
    if (!leaf) report.add(sequence, place, 'leafForm');
    report.same(sequence, `${place} leaf`, hex(entry.leaf), without(leaf));
    report.same(sequence, `${place} log`, entry.log, head.log);
    report.same(sequence, `${place} ballot`, `ballots/${entry.ballot}`, bundle.ballot);
    const event = eventOf(entry);
    if (!event) report.add(sequence, `${place} change`, 'unread');
    if (leaves.has(sequence)) report.add(sequence, place, 'twice');
    if (event) leaves.set(sequence, { entry, event });
    found.push([sequence, { entry, leaf, path }]);
  }
  const step = report.begin('inclusion', 'inclusionAll', { n: found.length, size: `${head.size}` });
  let steps = 0;
  for (const [sequence, { entry, leaf, path }] of found) {
    steps += path.length;
    const root = leaf && (await rootByInclusion(leaf, sequence - 1n, head.size, path));
    if (!root || !same(root, head.root)) report.add(sequence, `event ${entry.subject}`, 'notIncluded', without(root), hex(head.root));
  }
  step.values = { ...step.values, steps };
  report.computed('rootSigned', hex(head.root));
  return leaves;
}

// Two heads of one size, signed both, and not the same: the log has told two histories.
function checkHeads(heads: TreeHead[], report: Report): void {
  report.begin('heads', 'heads', { n: heads.length });
  const roots = new Map<string, string>();
  for (const head of heads) {
    const size = `${head.log} ${head.size}`;
    const root = roots.get(size) ?? hex(head.root);
    if (root !== hex(head.root)) report.add(0n, `${headPlace(head)} root`, 'headsDiffer', hex(head.root), root);
    roots.set(size, root);
  }
}

// Older heads, by the proofs of their sizes that the bundle has.
async function checkConsistency(bundle: Bundle, head: TreeHead, older: TreeHead[], report: Report): Promise<void> {
  const step = report.begin('consistency');
  const used = new Set<bigint>();
  for (const { firstSize, treeSize } of bundle.consistency) {
    report.same(0n, `consistency ${firstSize} tree_size`, `${treeSize}`, `${head.size}`);
  }
  for (const old of older) {
    if (old.log !== head.log) {
      report.add(0n, headPlace(old), 'otherLog', head.log, old.log);
      continue;
    }
    const proofs = bundle.consistency.filter(({ firstSize }) => firstSize === old.size);
    used.add(old.size);
    if (proofs.length === 0 && old.size === head.size && same(old.root, head.root)) continue;
    if (proofs.length === 0) report.add(0n, headPlace(old), 'noProof');
    for (const { path } of proofs) {
      if (!(await isConsistent(old.size, head.size, old.root, head.root, path))) {
        report.add(0n, headPlace(old), 'notConsistent', hex(head.root), hex(old.root));
      }
    }
    report.computed('older', `${old.size} \u2192 ${head.size}: ${proofs[0]?.path.length ?? 0}`);
  }
  const idle = bundle.consistency.filter(({ firstSize }) => !used.has(firstSize));
  step.values = { n: older.length, idle: idle.length, size: `${head.size}` };
  if (idle.length > 0) step.said = 'consistencyIdle';
}

async function checkReceipts(leaves: Leaves, receipts: ProvenReceipt[], report: Report): Promise<void> {
  const step = report.begin('receipts', receipts.length > 0 ? 'receipts' : 'receiptsNone', { n: receipts.length });
  if (receipts.length === 0) step.state = 'notDone';
  for (const { entry } of receipts) {
    if (!entry) continue; // the receipt's own check says so
    const place = `receipt ${entry.subject}`;
    const leaf = leaves.get(entry.sequence);
    const own = without(await leafOf(entry));
    report.computed('receiptLeaf', `${entry.sequence}: ${own}`);
    if (!leaf) report.add(entry.sequence, place, 'dropped');
    else report.same(entry.sequence, place, without(await leafOf(leaf.entry)), own);
  }
}

// Of what is kept, what can be held against this bundle: receipts of its ballot, heads of the same service.
export const receiptsOf = (bundle: Bundle, receipts: ProvenReceipt[]): ProvenReceipt[] =>
  receipts.filter(({ entry }) => `ballots/${entry?.ballot}` === bundle.ballot);
const serviceOf = (log: string): string => log.slice(0, log.lastIndexOf('/'));

export async function checkBundle(bundle: Bundle, kept: Kept): Promise<Report> {
  const report = new Report();
  const key = await beginKey(bundle.publicKey, kept.key, report);
  const { head } = bundle;
  if (!head) {
    report.begin('signature', 'signature', { n: 0 });
    report.add(0n, 'tree_head', 'unread');
    return report;
  }
  const receipts = receiptsOf(bundle, kept.receipts);
  const heads = kept.heads.filter((own) => serviceOf(own.head.log) === serviceOf(head.log));
  const own = (one: TreeHead): KeptHead => ({ head: one, fromNote: false });
  await checkSignatures([own(head), ...bundle.named.map(own), ...heads], key, report);
  const ofReceipts = receipts.flatMap((receipt) => (receipt.head ? [receipt.head] : []));
  const older = [...bundle.named, ...heads.map((one) => one.head), ...ofReceipts];
  checkHeads([head, ...older], report);
  const leaves = await checkEntries(bundle, head, report);
  await checkConsistency(bundle, head, older, report);
  await checkReceipts(leaves, receipts, report);
  checkVersions(bundle, leaves, report);
  checkCountedVotes(bundle, leaves, report);
  checkRows(bundle, leaves, report);
  report.begin('recount').state = 'notDone';
  return report;
}
