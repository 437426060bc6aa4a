// What bodies are called. Counts name them by their identifier; the roll has country and acronym.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { RollEntry } from '../../../../gen/placet/ballots/v1/ballots_pb';
import { MemberStatus } from '../../../../gen/placet/ballots/v1/tallies_pb';
import { idOf } from '../../../route';
import { t } from '../../../texts/result';

export interface Named {
  country: string;
  acronym: string;
}

export const Names = createContext<ReadonlyMap<string, Named>>(new Map());

// Who stands in an entry of a roll: bodies, or the experts of a working group, who are persons.
export const whoIs = ({ name, status }: Pick<RollEntry, 'name' | 'status'>): string =>
  `${status === MemberStatus.EXPERT ? 'people' : 'members'}/${idOf(name)}`;

// 'Germany (DIN)'; for sorting and for one line of text.
export function nameOf(names: ReadonlyMap<string, Named>, member: string): string {
  const known = names.get(member);
  if (!known) return member.slice(member.lastIndexOf('/') + 1).toUpperCase();
  if (!known.country) return known.acronym;
  return known.acronym ? `${known.country} (${known.acronym})` : known.country;
}

export const useNameOf = () => {
  const names = useContext(Names);
  return (member: string) => nameOf(names, member);
};

export function Member({ member }: { member: string }) {
  return <span lang="en">{useNameOf()(member)}</span>;
}

// Many bodies in one paragraph; more than a few fold away.
export function Members({ members, most = 12 }: { members: readonly string[]; most?: number }) {
  const name = useNameOf();
  const list = members.map(name).sort((a, b) => a.localeCompare(b));
  const text = <span lang="en">{list.join(', ')}</span>;
  if (list.length <= most) return <p class="members">{text}</p>;
  return (
    <details class="members">
      <summary>{t('bodies', { n: list.length })}</summary>
      <p>{text}</p>
    </details>
  );
}
