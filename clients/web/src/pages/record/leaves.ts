// The events of a bundle, read out of their leaves.
import { fromBinary } from '@bufbuild/protobuf';
import { EventSchema, type Ballot, type Event, type Vote } from '../../../gen/placet/ballots/v1/ballots_pb';
import type { Tally } from '../../../gen/placet/ballots/v1/tallies_pb';
import type { Bundle, Entry } from '../../../gen/placet/record/v1/log_pb';

export interface Leaf {
  entry: Entry;
  event: Event; // only its change
}
export type Leaves = Map<bigint, Leaf>; // by number, in their order

export const lastId = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

export function eventOf(entry: Entry): Event | null {
  try {
    return fromBinary(EventSchema, entry.change);
  } catch {
    return null;
  }
}

export const voteOf = ({ event }: Leaf): Vote | null => (event.change.case === 'vote' ? event.change.value : null);
export const ballotOf = ({ event }: Leaf): Ballot | null => (event.change.case === 'ballot' ? event.change.value : null);
export const tallyOf = ({ event }: Leaf): Tally | null => (event.change.case === 'tally' ? event.change.value : null);

// A vote of the ballot that was not late.
export const castOf = (bundle: Bundle, leaf: Leaf): Vote | null =>
  leaf.entry.subject.startsWith(`${bundle.ballot}/votes/`) ? voteOf(leaf) : null;

// The last vote of each body before a number, by subject.
export function lastVotes(bundle: Bundle, leaves: Leaves, before: bigint): Map<string, bigint> {
  const last = new Map<string, bigint>();
  for (const [sequence, leaf] of leaves) {
    if (sequence < before && castOf(bundle, leaf)) last.set(leaf.entry.subject, sequence);
  }
  return last;
}
