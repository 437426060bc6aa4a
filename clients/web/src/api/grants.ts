// What the directory has granted to whoever is signed in, today. It decides what a page offers
// first, and nothing else: what may be done is said by the services.
import { Role, type Grant } from '../../gen/placet/members/v1/members_pb';
import { dayIn } from '../view/geneva';
import { useSession } from './session';

export function grantsNow(grants: readonly Grant[] | undefined): Grant[] {
  const day = dayIn();
  return (grants ?? []).filter(({ period }) => (!period?.from || period.from <= day) && (!period?.until || day < period.until));
}

// null until the directory has said who it is.
export function useGrants(): Grant[] | null {
  const details = useSession()?.details;
  return details ? grantsNow(details.grants) : null;
}

const covers = (grant: Grant, committee: string) =>
  !grant.committee || !committee || grant.committee === committee || grant.covers.includes(committee);

export const ofCommittee = (grants: Grant[], committee: string, roles: Role[]): Grant[] =>
  grants.filter((grant) => roles.includes(grant.role) && covers(grant, committee));

const OF_A_BODY = [Role.VOTER, Role.BALLOT_MONITOR, Role.MEMBER_ADMINISTRATOR];
const OF_A_COMMITTEE = [Role.COMMITTEE_MANAGER, Role.CHAIR, Role.CONVENOR, Role.PROJECT_LEADER];

// members/{member} for which somebody acts; `every` where it is any body.
export function bodiesOf(grants: Grant[]): { bodies: string[]; every: boolean } {
  const mine = grants.filter(({ role }) => OF_A_BODY.includes(role));
  const every = mine.some(({ role, member }) => !member && role !== Role.BALLOT_MONITOR);
  return { bodies: [...new Set(mine.map(({ member }) => member).filter(Boolean))], every };
}

// committees/{committee}/liaisons/{liaison} of a committee for which somebody speaks.
export const liaisonsOf = (grants: Grant[], committee: string): string[] =>
  grants
    .filter((grant) => grant.role === Role.LIAISON_REPRESENTATIVE && grant.committee === committee)
    .map(({ liaison }) => liaison);

// committees/{committee} that somebody conducts or watches over; '' among them: all.
export function committeesOf(grants: Grant[]): string[] {
  const all = grants.some(({ role }) => role === Role.CENTRAL_SECRETARIAT);
  const some = grants
    .filter(({ role, member }) => OF_A_COMMITTEE.includes(role) || (role === Role.BALLOT_MONITOR && !member))
    .flatMap(({ committee, covers: below }) => [committee, ...below]);
  return [...new Set(all ? [''] : some)];
}

// Those who are told who has voted while a ballot is open (ballot_service.proto, secrecy).
export const watchesOver = (grants: Grant[], committee: string): boolean =>
  grants.some(({ role }) => role === Role.CENTRAL_SECRETARIAT) ||
  ofCommittee(grants, committee, [Role.COMMITTEE_MANAGER, Role.BALLOT_MONITOR]).some(({ member }) => !member);
