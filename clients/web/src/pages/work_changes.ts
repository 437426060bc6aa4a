// What is other than when this person last looked, body by body; kept in this browser.
import { BallotState } from '../../gen/placet/ballots/v1/ballots_pb';
import type { MyBallot } from '../../gen/placet/ballots/v1/obligations_pb';

export type Change = 'isNew' | 'moved' | 'nowClosed' | 'cast';

interface Whose {
  person: string;
  member: string;
}

interface Known {
  closes: string;
  state: number;
  voted: boolean;
}

const keyOf = ({ person, member }: Whose) => `placet.seen.${person}.${member}`;
const known = (row: MyBallot): Known => ({ closes: String(row.closeTime?.seconds ?? ''), state: row.state, voted: row.voted });

function read(whose: Whose): Record<string, Known> | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(whose)) ?? 'null');
  } catch {
    return null;
  }
}

export const markSeen = (whose: Whose, rows: MyBallot[]): void =>
  localStorage.setItem(keyOf(whose), JSON.stringify(Object.fromEntries(rows.map((row) => [row.ballot, known(row)]))));

// On the first visit everything would be new, which tells nothing.
export function firstVisit(whose: Whose, rows: MyBallot[]): void {
  if (read(whose) === null) markSeen(whose, rows);
}

export function changeOf(whose: Whose, row: MyBallot): Change | null {
  const before = read(whose)?.[row.ballot];
  const now = known(row);
  if (!before) return 'isNew';
  if (before.state !== now.state && now.state === BallotState.CLOSED) return 'nowClosed';
  if (before.closes !== now.closes) return 'moved';
  return before.voted !== now.voted ? 'cast' : null;
}
