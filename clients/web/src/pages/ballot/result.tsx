import type { Ballot } from '../../../gen/placet/ballots/v1/ballots_pb';

export default function Result({ ballot }: { ballot: Ballot; changed?: () => void }) {
  return <p>{ballot.reference}</p>;
}
