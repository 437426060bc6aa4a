// What can be told from all seats that were ever held in a committee. Nothing in here knows of a browser.
import { Confidence, SeatStatus, type Period, type Seat } from '../../../gen/placet/members/v1/members_pb';

export const holds = (period: Period | undefined, day: string): boolean =>
  (!period?.from || period.from <= day) && (!period?.until || day < period.until);

export const isUnsure = (seat: Seat): boolean => seat.confidence !== Confidence.CONFIRMED && seat.confidence !== Confidence.CORROBORATED;

// The days on which a seat began or ended, earliest first.
export function daysOf(seats: readonly Seat[]): string[] {
  const days = seats.flatMap(({ period }) => [period?.from ?? '', period?.until ?? '']);
  return [...new Set(days)].filter(Boolean).sort();
}

export interface Step {
  day: string;
  p: number;
  o: number;
}

export function stepsOf(seats: readonly Seat[]): Step[] {
  return daysOf(seats).map((day) => {
    const then = seats.filter(({ period }) => holds(period, day));
    const p = then.filter(({ status }) => status === SeatStatus.P).length;
    return { day, p, o: then.length - p };
  });
}

export interface Change {
  day: string;
  exact: boolean; // false: the true day is not known
  seat: Seat; // that began, or, of one who left, that ended
  before: Seat | null; // that it took the place of
  left: boolean;
}

// Latest first. A seat that follows another without a day between them takes its place.
export function changesOf(seats: readonly Seat[]): Change[] {
  const bodies = new Map<string, Seat[]>();
  for (const seat of seats) bodies.set(seat.name, [...(bodies.get(seat.name) ?? []), seat]);
  const changes: Change[] = [];
  for (const own of bodies.values()) {
    own.sort((a, b) => ((a.period?.from ?? '') < (b.period?.from ?? '') ? -1 : 1));
    own.forEach((seat, index) => {
      const { from = '', fromExact = false, until = '', untilExact = false } = seat.period ?? {};
      const last = own[index - 1];
      if (from) changes.push({ day: from, exact: fromExact, seat, before: last?.period?.until === from ? last : null, left: false });
      if (until && own[index + 1]?.period?.from !== until) changes.push({ day: until, exact: untilExact, seat, before: null, left: true });
    });
  }
  return changes.sort((a, b) => (a.day === b.day ? (a.seat.country < b.seat.country ? -1 : 1) : a.day < b.day ? 1 : -1));
}

// The same status as before: only who says so, or how sure it is, has changed.
export const isSame = (change: Change): boolean => !!change.before && change.before.status === change.seat.status;
