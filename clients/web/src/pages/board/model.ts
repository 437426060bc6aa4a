// The board as a page has it: what the stream has said so far, and what can be told from that.
// Nothing in here knows of a browser.
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import { Entitlement, type BallotKind } from '../../../gen/placet/ballots/v1/ballots_pb';
import type { Board, BoardEntry, BoardTotals, ServiceHealth } from '../../../gen/placet/ballots/v1/board_pb';
import { dayIn } from '../../view/geneva';

export const DAY = 24 * 60 * 60_000;

export interface Model {
  version: string;
  entries: readonly BoardEntry[]; // by closing time; an entry that has not changed is the same object
  totals: BoardTotals | undefined;
  services: readonly ServiceHealth[];
  asOf: number; // the moment for which the last message was answered, ms
  age: number; // how old the memory behind it was, ms
  received: number; // when it came, by the clock of this machine
  touched: ReadonlyMap<string, number>; // ballots/... -> when a delta last changed it, as `received`
}

// How long a row that has changed stands out.
export const MARKED_FOR = 1_500;

export const msOf = (time: Timestamp | undefined): number => (time ? Number(time.seconds) * 1000 + time.nanos / 1e6 : 0);

const byClosing = (a: BoardEntry, b: BoardEntry): number =>
  msOf(a.closeTime) - msOf(b.closeTime) || (a.name < b.name ? -1 : Number(a.name > b.name));

// What is known after a message of the stream. A whole board takes the place of all; of a delta, each
// entry takes the place of the one of its name.
export function merged(model: Model | null, message: Board, received: number): Model {
  const clock = {
    version: message.version,
    asOf: msOf(message.asOf),
    age: Number(message.age?.seconds ?? 0) * 1000 + (message.age?.nanos ?? 0) / 1e6,
    received,
  };
  if (!model || !(message.delta || message.unchanged)) {
    const { totals, services } = message;
    return { ...clock, entries: [...message.entries].sort(byClosing), totals, services, touched: new Map() };
  }
  const fresh = [...model.touched].filter(([, at]) => received - at < MARKED_FOR);
  return {
    ...clock,
    entries: changed(model.entries, message),
    totals: message.totals ?? model.totals,
    services: message.services.length > 0 ? message.services : model.services,
    touched: new Map([...fresh, ...message.entries.map(({ name }) => [name, received] as const)]),
  };
}

function changed(entries: readonly BoardEntry[], { entries: news, closed }: Board): readonly BoardEntry[] {
  if (news.length === 0 && closed.length === 0) return entries;
  const waiting = new Map(news.map((entry) => [entry.name, entry]));
  const gone = new Set(closed);
  let moved = false;
  const next: BoardEntry[] = [];
  for (const entry of entries) {
    const other = waiting.get(entry.name);
    waiting.delete(entry.name);
    if (gone.has(entry.name)) continue;
    moved ||= !!other && msOf(other.closeTime) !== msOf(entry.closeTime);
    next.push(other ?? entry);
  }
  for (const entry of waiting.values()) if (!gone.has(entry.name)) next.push(entry);
  return moved || waiting.size > 0 ? next.sort(byClosing) : next;
}

// Now, by the clock of the service: that of this machine may be wrong.
export const nowOf = (model: Model, now: number): number => model.asOf + Math.max(0, now - model.received);

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

// Days from one to another; negative: it is over.
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

// What an entry is late for, worst first in a list: the limit of the Directives before the
// committee's own target.
export interface Lateness {
  days: number;
  limit: boolean; // of the limit date; else of the target date
}

export function latenessOf(entry: BoardEntry, today: string): Lateness | null {
  if (entry.limitDate && entry.limitDate < today) return { days: daysBetween(entry.limitDate, today), limit: true };
  if (entry.targetDate && entry.targetDate < today) return { days: daysBetween(entry.targetDate, today), limit: false };
  return null;
}

// Votes that must be cast and have not been, on the board's subject: the body that was asked for, or
// all P-members.
export function dueOf(entry: BoardEntry, ofBody: boolean): number {
  if (!ofBody) return entry.votesDue;
  return entry.body && !entry.body.voted && entry.body.entitlement === Entitlement.MUST_VOTE ? 1 : 0;
}

export interface Strip {
  day: string;
  ballots: number;
  due: number;
}

export interface Summary {
  today: string;
  week: Strip[]; // today and the six days after it
  late: BoardEntry[]; // longest first
  atRisk: BoardEntry[]; // close within two weeks with votes due, soonest first
  dueAtRisk: number;
  commented: BoardEntry[]; // most comments first
  comments: number;
  seesTallies: boolean; // some criteria are shown to this reader
}

const AT_RISK = 14 * DAY;

export function summaryOf(model: Model, now: number, ofBody: boolean): Summary {
  const today = dayIn(now);
  const week = Array.from({ length: 7 }, (_, index) => ({ day: dayAfter(today, index), ballots: 0, due: 0 }));
  const byDay = new Map(week.map((strip) => [strip.day, strip]));
  const late: [BoardEntry, number][] = [];
  const summary: Summary = { today, week, late: [], atRisk: [], dueAtRisk: 0, commented: [], comments: 0, seesTallies: false };
  for (const entry of model.entries) {
    const due = dueOf(entry, ofBody);
    const strip = byDay.get(entry.endDate);
    if (strip) {
      strip.ballots += 1;
      strip.due += due;
    }
    const lateness = latenessOf(entry, today);
    if (lateness) late.push([entry, lateness.days + (lateness.limit ? 1e6 : 0)]);
    if (due > 0 && msOf(entry.closeTime) - now < AT_RISK) {
      summary.atRisk.push(entry);
      summary.dueAtRisk += due;
    }
    if (entry.comments) {
      summary.commented.push(entry);
      summary.comments += entry.comments.total;
    }
    summary.seesTallies ||= entry.criteria.length > 0;
  }
  summary.late = late.sort((a, b) => b[1] - a[1]).map(([entry]) => entry);
  summary.commented.sort((a, b) => b.comments!.total - a.comments!.total);
  return summary;
}

// Which rows, in which order: as the address says it.
export const SORTS = ['closes', 'reference', 'kind', 'committee', 'limit', 'due', 'comments', 'verdict'] as const;
export type Sort = (typeof SORTS)[number];
export const ONLY = ['late', 'risk', 'comments'] as const;
export type Only = (typeof ONLY)[number];

export interface Selection {
  sort: Sort;
  descending: boolean;
  text: string;
  kind: BallotKind | 0;
  day: string;
  only: Only | '';
}

export function selectionOf(query: URLSearchParams): Selection {
  const asked = (query.get('sort') ?? '').replace(/^-/, '');
  const only = query.get('only') ?? '';
  return {
    sort: SORTS.find((sort) => sort === asked) ?? 'closes',
    descending: (query.get('sort') ?? '').startsWith('-'),
    text: (query.get('q') ?? '').trim().toLowerCase(),
    kind: Number(query.get('kind')) || 0,
    day: query.get('day') ?? '',
    only: ONLY.find((one) => one === only) ?? '',
  };
}

const WORDS = new Intl.Collator('en', { numeric: true });
const LAST = '9999';

function comparison(sort: Sort, ofBody: boolean): (a: BoardEntry, b: BoardEntry) => number {
  switch (sort) {
    case 'closes': return byClosing;
    case 'reference': return (a, b) => WORDS.compare(a.reference, b.reference);
    case 'kind': return (a, b) => a.kind - b.kind;
    case 'committee': return (a, b) => WORDS.compare(a.committeeReference, b.committeeReference);
    case 'limit': return (a, b) => WORDS.compare(a.limitDate || a.targetDate || LAST, b.limitDate || b.targetDate || LAST);
    case 'due': return (a, b) => dueOf(a, ofBody) - dueOf(b, ofBody);
    case 'comments': return (a, b) => (a.comments?.total ?? 0) - (b.comments?.total ?? 0);
    case 'verdict': return (a, b) => a.verdict - b.verdict;
  }
}

export function selected(model: Model, summary: Summary, selection: Selection, ofBody: boolean): readonly BoardEntry[] {
  const only = selection.only && new Set({ late: summary.late, risk: summary.atRisk, comments: summary.commented }[selection.only]);
  const { text, kind, day, sort, descending } = selection;
  const all = !(only || text || kind || day);
  const rows = all ? model.entries : model.entries.filter((entry) =>
    (!only || only.has(entry)) && (!kind || entry.kind === kind) && (!day || entry.endDate === day) &&
    (!text || `${entry.reference} ${entry.title} ${entry.committeeReference}`.toLowerCase().includes(text)));
  if (sort === 'closes') return descending ? [...rows].reverse() : rows; // they are in that order
  // Rows that are alike stay in the order of their closing in either case.
  const compare = comparison(sort, ofBody);
  return [...rows].sort(descending ? (a, b) => compare(b, a) : compare);
}
