import type { Ballot } from '../../../../gen/placet/ballots/v1/ballots_pb';
export default function DecisionView({ ballot }: { ballot: Ballot }) { return <p>{ballot.name}</p>; }
