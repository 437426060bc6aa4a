import type { Ballot } from '../../../gen/placet/ballots/v1/ballots_pb';

export default function Result({ ballot }: { ballot: Ballot }) {
  return <p>{ballot.reference}</p>;
}
