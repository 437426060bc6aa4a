// The tables against what the events say of them: each column by name. The same comparison as that
// of `placet audit verify`, services/ballots/audit_rows.cc.
import { create, fromJsonString, toJson, type DescMessage, type JsonValue, type MessageShape } from '@bufbuild/protobuf';
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import { BallotKind, BallotSchema, VoteSchema, type Ballot, type Vote } from '../../../gen/placet/ballots/v1/ballots_pb';
import { Electorate } from '../../../gen/placet/ballots/v1/rules_pb';
import { MemberStatus, type Tally } from '../../../gen/placet/ballots/v1/tallies_pb';
import type { Bundle } from '../../../gen/placet/record/v1/log_pb';
import { micros } from './leaf';
import { ballotOf, castOf, lastId, tallyOf, voteOf, type Leaves } from './leaves';
import type { Report } from './report';

type Columns = Record<string, string>; // column -> value as text; NULL is ''
interface Row {
  table: string;
  key: string;
  columns: Columns;
  expected: boolean;
}
type Rows = Map<string, Row>; // by table and key

function textOf(value: JsonValue): string {
  if (value === null) return '';
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

// An instant in PostgreSQL's writing or another's, as microseconds; what is none stays as it is.
function instant(text: string): string {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const seconds = parts ? Date.parse(`${parts[1]}${parts[3]}`) : NaN;
  return Number.isNaN(seconds) ? text : `${BigInt(seconds) * 1000n + BigInt((parts![2] ?? '').padEnd(6, '0'))}`;
}
const instantOf = (time: Timestamp | undefined): string => (time ? `${micros(time) ?? 'no time'}` : '');

// Microseconds as a person reads them, in what is said of a finding.
export function readable(column: string, value: string): string {
  if (!TIMES.includes(column) || !/^\d+$/.test(value)) return value;
  return `${new Date(Number(value) / 1000).toISOString().slice(0, 19)}.${value.slice(-6)}Z`;
}
const TIMES = ['cast_time', 'open_time', 'close_time'];

const sorted = (value: JsonValue): JsonValue => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key]!)]),
  );
};
const jsonOf = <M extends DescMessage>(schema: M, message: MessageShape<M>): string =>
  JSON.stringify(sorted(toJson(schema, message, { useProtoFieldName: true })));

// JSON in the form of the contract, made alike; what has not this form stays as it is.
function alike(schema: DescMessage, json: string): string {
  try {
    return jsonOf(schema, fromJsonString(schema, json));
  } catch {
    return json;
  }
}

// What has no column of its own: vote.details and ballot.given.
const details = ({ answers, experts, behalfReason, onBehalf, moment, lateReason, lateApprover }: Vote): string =>
  jsonOf(VoteSchema, create(VoteSchema, { answers, experts, behalfReason, onBehalf, moment, lateReason, lateApprover }));
const given = ({ documents, questions, periodReason, parallelEdition, group, visibility }: Ballot): string =>
  jsonOf(BallotSchema, create(BallotSchema, { documents, questions, periodReason, parallelEdition, group, visibility }));

function keyOf(table: string, columns: Columns): string {
  if (table === 'late_vote') return columns['event'] ?? '';
  if (table === 'decision') return columns['number'] ?? '';
  return table === 'ballot' || table === 'result' ? '' : (columns['member'] ?? '');
}

function read(bundle: Bundle, report: Report): Rows {
  const rows: Rows = new Map();
  for (const { table, columns: json } of bundle.rows) {
    let fields: JsonValue = null;
    try {
      fields = JSON.parse(json) as JsonValue;
    } catch {
      // Said below.
    }
    if (fields === null || typeof fields !== 'object' || Array.isArray(fields)) {
      report.add(0n, table, 'rowUnread', json);
      continue;
    }
    const columns: Columns = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, textOf(value)]));
    for (const name of TIMES) if (columns[name]) columns[name] = instant(columns[name]);
    if (columns['details'] !== undefined) columns['details'] = alike(VoteSchema, columns['details']);
    if (columns['given'] !== undefined) columns['given'] = alike(BallotSchema, columns['given']);
    const key = keyOf(table, columns);
    if (rows.has(`${table} ${key}`)) report.add(0n, `${table} ${key}`, 'twice');
    rows.set(`${table} ${key}`, { table, key, columns, expected: false });
  }
  return rows;
}

// A row must be there with these columns.
function expect(rows: Rows, report: Report, table: string, key: string, sequence: bigint, expected: Columns): void {
  const place = key ? `${table} ${key}` : table;
  const row = rows.get(`${table} ${key}`);
  if (!row) return report.add(sequence, place, 'rowMissing');
  row.expected = true;
  for (const [column, value] of Object.entries(expected)) {
    report.same(sequence, `${place} ${column}`, readable(column, row.columns[column] ?? ''), readable(column, value));
  }
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  lists.set(key, [...(lists.get(key) ?? []), value]);
}

function checkVotes(bundle: Bundle, leaves: Leaves, rows: Rows, report: Report): void {
  const events = new Map<string, bigint[]>(); // by subject
  for (const [sequence, leaf] of leaves) if (voteOf(leaf)) push(events, leaf.entry.subject, sequence);
  const ballot = lastId(bundle.ballot);
  for (const [subject, numbers] of events) {
    if (subject.includes('/late-votes/')) {
      for (const number of numbers) expect(rows, report, 'late_vote', `${number}`, number, { ballot, member: lastId(subject) });
      continue;
    }
    const last = numbers.at(-1)!;
    const leaf = leaves.get(last)!;
    const vote = voteOf(leaf)!;
    expect(rows, report, 'vote', lastId(subject), last, {
      ballot,
      answer: `${vote.answer}`,
      text: vote.text,
      details: details(vote),
      revision: `${vote.revision}`,
      caster: vote.caster,
      cast_time: instantOf(vote.castTime),
      events: textOf(numbers.map(Number)),
    });
    report.same(last, `event ${subject} actor`, leaf.entry.actor, vote.caster);
  }
}

function rollEvents(leaves: Leaves): Map<string, bigint[]> {
  const events = new Map<string, bigint[]>();
  for (const [sequence, { entry, event }] of leaves) {
    if (event.change.case === 'rollEntry') push(events, lastId(entry.subject), sequence);
  }
  return events;
}

// The rows of the list are those of the list that the ballot names.
function checkList(result: bigint, rows: Rows, report: Report): void {
  const listed = [...rows.values()].filter(({ table }) => table === 'body_list');
  const named = rows.get('ballot ')?.columns['body_list'] ?? '';
  const [list = named, ...others] = new Set(listed.map(({ columns }) => columns['list'] ?? ''));
  if (others.length === 0) return report.same(result, 'ballot body_list', named, list);
  for (const row of listed) report.same(result, `body_list ${row.key} list`, row.columns['list'] ?? '', named);
}

// Who was counted has a row on the roll, or is on the list of bodies without a seat.
function checkRoll(bundle: Bundle, leaves: Leaves, result: bigint, tally: Tally, rows: Rows, report: Report): void {
  const events = rollEvents(leaves);
  const neither = `${MemberStatus.NEITHER}`;
  for (const counted of tally.counted) {
    const { country, acronym } = counted;
    const member = lastId(counted.member);
    const seated = counted.status !== MemberStatus.NEITHER || counted.statusAtOpening !== MemberStatus.NEITHER;
    if (!seated && !rows.has(`roll ${member}`)) {
      expect(rows, report, 'body_list', member, result, { country, acronym });
      continue;
    }
    expect(rows, report, 'roll', member, result, {
      ballot: lastId(bundle.ballot),
      country,
      acronym,
      full_member: `${counted.fullMember}`,
      status_at_opening: `${counted.statusAtOpening}`,
      status: `${counted.status}`,
      events: textOf((events.get(member) ?? []).map(Number)),
    });
  }
  let others = 0;
  for (const row of rows.values()) {
    const listed = row.table === 'body_list' && !rows.has(`roll ${row.key}`);
    const onRoll = row.table === 'roll' && row.columns['full_member'] === 'true';
    if (!row.expected && (listed || onRoll)) ++others;
    if (row.table === 'roll' && !row.expected) {
      report.same(result, `roll ${row.key} ballot`, row.columns['ballot'] ?? '', lastId(bundle.ballot));
      report.same(result, `roll ${row.key} events`, row.columns['events'] ?? '', textOf((events.get(row.key) ?? []).map(Number)));
      report.same(result, `roll ${row.key} status`, row.columns['status'] ?? '', neither);
      report.same(result, `roll ${row.key} status_at_opening`, row.columns['status_at_opening'] ?? '', neither);
    }
    if (row.table === 'roll' || row.table === 'body_list') row.expected = true;
  }
  checkList(result, rows, report);
  report.same(result, 'body_list, and ballot body_list: bodies that were not counted', `${others}`, `${tally.others}`);
}

// Who is asked, by kind and edition, as the rules have it.
const P_MEMBERS_ASKED: readonly BallotKind[] = [
  BallotKind.NP,
  BallotKind.PWI,
  BallotKind.CD,
  BallotKind.DTS,
  BallotKind.DTR,
  BallotKind.DPAS,
  BallotKind.CONVERSION,
  BallotKind.CIB,
  BallotKind.RESOLUTION,
  BallotKind.NEW_SUBCOMMITTEE,
  BallotKind.DISSOLUTION,
  BallotKind.SCOPE,
  BallotKind.CONVENOR,
  BallotKind.CHAIR,
  BallotKind.LIAISON,
];
export function electorateOf(kind: BallotKind, edition: string): Electorate {
  if (edition.startsWith('CEN-')) return Electorate.WEIGHTED;
  if (kind === BallotKind.WG_CONSULTATION) return Electorate.EXPERTS;
  if (kind === BallotKind.CD_CONSULTATION) return Electorate.NOBODY;
  return P_MEMBERS_ASKED.includes(kind) ? Electorate.P_MEMBERS : Electorate.ALL_BODIES;
}

function checkBallot(bundle: Bundle, leaves: Leaves, tally: Tally | null, rows: Rows, report: Report): void {
  const last = [...leaves].filter(([, leaf]) => ballotOf(leaf)).at(-1);
  if (!last) return report.add(0n, 'ballot', 'noBallot');
  const ballot = ballotOf(last[1])!;
  const rolls = [...rollEvents(leaves).values()].flat().length;
  expect(rows, report, 'ballot', '', last[0], {
    ballot: lastId(bundle.ballot),
    project: lastId(ballot.project),
    committee: lastId(ballot.committee),
    kind: `${ballot.kind}`,
    draft: `${ballot.draft}`,
    reference: ballot.reference,
    title: ballot.title,
    rules_edition: ballot.rulesEdition,
    note: ballot.note,
    given: given(ballot),
    end_date: ballot.endDate,
    state: `${ballot.state}`,
    open_time: instantOf(ballot.openTime),
    close_time: instantOf(ballot.closeTime),
    creator: ballot.creator,
    opener: ballot.opener,
    reason: ballot.reason,
    stage_before: ballot.stageBefore,
    change_until: ballot.changeUntil,
    opens_on: ballot.opensOn,
    scheduler: ballot.scheduler,
    opening_refused: ballot.openingRefused,
    version: ballot.etag.replaceAll('"', ''),
    roll_version: `${rolls + 1}`,
    // A draft may have no edition yet, and so no rules.
    ...(ballot.rulesEdition ? { electorate: `${electorateOf(ballot.kind, ballot.rulesEdition)}` } : {}),
    ...(tally ? { secretariat: lastId(tally.secretariat) } : {}),
  });
}

function checkResult(bundle: Bundle, leaves: Leaves, results: bigint[], rows: Rows, report: Report): void {
  const last = results.at(-1);
  if (last === undefined) return;
  const revisions = new Map<string, number>();
  for (const [sequence, leaf] of leaves) {
    const vote = sequence < last ? castOf(bundle, leaf) : null;
    if (vote) revisions.set(leaf.entry.subject, vote.revision);
  }
  expect(rows, report, 'result', '', last, {
    ballot: lastId(bundle.ballot),
    event: `${last}`,
    events: textOf(results.map(Number)),
    revisions: `${[...revisions.values()].reduce((sum, revision) => sum + revision, 0)}`,
  });
}

// A decision has a row; an objection to it is another event of the same name.
function checkDecisions(bundle: Bundle, leaves: Leaves, rows: Rows, report: Report): void {
  const known = new Set<string>();
  for (const [sequence, { entry, event }] of leaves) {
    if (event.change.case !== 'decision' || known.has(entry.subject)) continue;
    known.add(entry.subject);
    const decision = event.change.value;
    const due = decision.dues.filter(({ done, day }) => !done && day).map(({ day }) => day);
    expect(rows, report, 'decision', lastId(entry.subject), sequence, {
      ballot: lastId(bundle.ballot),
      committee: lastId(decision.committee),
      result: `${decision.resultEvent}`,
      event: `${sequence}`,
      first_due: due.sort()[0] ?? '',
    });
  }
}

export function checkRows(bundle: Bundle, leaves: Leaves, report: Report): void {
  const step = report.begin('rows', 'rows', { rows: bundle.rows.length });
  const rows = read(bundle, report);
  const results = [...leaves].filter(([, leaf]) => tallyOf(leaf)).map(([sequence]) => sequence);
  const newest = results.length > 0 ? tallyOf(leaves.get(results.at(-1)!)!) : null;
  const tally = newest?.head ? newest : null;
  checkVotes(bundle, leaves, rows, report);
  if (tally) checkRoll(bundle, leaves, results.at(-1)!, tally, rows, report);
  else step.said = 'rowsWithoutResult';
  checkBallot(bundle, leaves, tally, rows, report);
  checkResult(bundle, leaves, results, rows, report);
  checkDecisions(bundle, leaves, rows, report);
  for (const row of rows.values()) {
    const ofRoll = row.table === 'roll' || row.table === 'body_list';
    if (row.expected || (ofRoll && !tally)) continue;
    report.add(0n, `${row.table} ${row.key}`.trim(), 'rowUnknown');
  }
}
