// For whom somebody looks at ballots, and which of them is due next.
import { useState } from 'preact/hooks';
import { Tab } from '../../gen/placet/ballots/v1/obligations_pb';
import { idOf } from '../route';
import { obligations } from './clients';
import { bodiesOf, useGrants } from './grants';
import { currentSession } from './session';

// Whoever acts for several bodies goes on with the one chosen last, as long as the tab is open.
const key = () => `placet.member.${currentSession()?.person ?? ''}`;

// 'members/de', or '' where no body is known; given: the one that the address names, without folder.
export function useMember(given: string | null): { member: string; bodies: string[]; every: boolean; choose: (member: string) => void } {
  const grants = useGrants();
  const [chosen, setChosen] = useState(() => sessionStorage.getItem(key()) ?? '');
  const { bodies, every } = bodiesOf(grants ?? []);
  const choose = (member: string) => {
    sessionStorage.setItem(key(), member);
    setChosen(member);
  };
  const wanted = given ? `members/${given}` : chosen;
  const member = wanted && (every || bodies.includes(wanted)) ? wanted : (bodies[0] ?? (given ? wanted : ''));
  return { member, bodies, every, choose };
}

// The identifier of the ballot on which the body has to vote next; null: none but the present one.
export async function nextDue(member: string, present: string): Promise<string | null> {
  const { ballots } = await obligations.listMyBallots({ member, tab: Tab.VOTE_REQUIRED, pageSize: 500 });
  const due = ballots.map(({ ballot }) => idOf(ballot));
  const at = due.indexOf(present);
  const next = due[at + 1] ?? due[0] ?? null;
  return next === present ? null : next;
}
