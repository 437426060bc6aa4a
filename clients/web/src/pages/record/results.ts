// What results say, against the leaves. The count itself, under the stated rules, is made anew by
// `placet audit verify` and not here.
import type { Tally } from '../../../gen/placet/ballots/v1/tallies_pb';
import type { Bundle } from '../../../gen/placet/record/v1/log_pb';
import { hex } from './bytes';
import { micros } from './leaf';
import { ballotOf, castOf, lastId, lastVotes, tallyOf, type Leaves } from './leaves';
import type { Report } from './report';

// Each body's votes are the versions 1, 2, ... without a gap; those of the ballot and of the result, too.
export function checkVersions(bundle: Bundle, leaves: Leaves, report: Report): void {
  const revisions = new Map<string, number>();
  let [versions, results, votes] = [0, 0, 0];
  const step = report.begin('versions');
  for (const [sequence, leaf] of leaves) {
    const place = `event ${leaf.entry.subject}`;
    const vote = castOf(bundle, leaf);
    const ballot = ballotOf(leaf);
    const tally = tallyOf(leaf);
    if (vote) {
      ++votes;
      const revision = (revisions.get(leaf.entry.subject) ?? 0) + 1;
      revisions.set(leaf.entry.subject, revision);
      report.same(sequence, `${place} revision`, `${vote.revision}`, `${revision}`);
      report.same(sequence, `${place} name`, vote.name, leaf.entry.subject);
    }
    if (ballot) report.same(sequence, `${place} etag`, ballot.etag, `"${++versions}"`);
    if (tally) report.same(sequence, `${place} version`, `${tally.version}`, `${++results}`);
  }
  step.values = { votes, bodies: revisions.size, versions, results };
}

function checkCounted(bundle: Bundle, leaves: Leaves, sequence: bigint, tally: Tally, report: Report): void {
  const last = lastVotes(bundle, leaves, sequence);
  for (const counted of tally.counted) {
    const subject = `${bundle.ballot}/votes/${lastId(counted.member)}`;
    const place = `counted ${counted.member}`;
    report.same(sequence, `${place} sequence`, `${counted.sequence}`, `${last.get(subject) ?? 0n}`);
    last.delete(subject);
    if (counted.sequence > (tally.head?.size ?? 0n)) {
      report.add(sequence, place, 'notInHead', `${counted.sequence}`, `${tally.head?.size ?? 0n}`);
    }
  }
  for (const [subject, vote] of last) report.add(sequence, `counted ${subject}`, 'notCounted', '', `${vote}`);
}

function checkNamed(bundle: Bundle, sequence: bigint, tally: Tally, report: Report): void {
  const head = tally.head!;
  const named = bundle.named.find(({ size }) => size === head.size);
  if (!named) return report.add(sequence, `result version ${tally.version} head`, 'headNotThere', '', `${head.size}`);
  const place = `tree_head ${named.size}`;
  report.same(sequence, `${place} log`, named.log, head.log);
  report.same(sequence, `${place} root`, hex(named.root), hex(head.root));
  report.same(sequence, `${place} time`, `${micros(named.time)}`, `${micros(head.time)}`);
}

export function checkCountedVotes(bundle: Bundle, leaves: Leaves, report: Report): void {
  const step = report.begin('counted');
  let [results, bodies] = [0, 0];
  for (const [sequence, leaf] of leaves) {
    const tally = tallyOf(leaf);
    if (!tally) continue;
    ++results;
    bodies = tally.counted.length;
    if (!tally.head) {
      report.add(sequence, `result version ${tally.version}`, 'noHead');
      continue;
    }
    checkNamed(bundle, sequence, tally, report);
    checkCounted(bundle, leaves, sequence, tally, report);
    const before = [...leaves].some(([number, other]) => number < sequence && ballotOf(other));
    if (!before) report.add(sequence, `result version ${tally.version}`, 'ballotBefore');
  }
  step.values = { results, bodies };
  if (results === 0) step.said = 'countedNone';
}
