// Names of people and bodies, asked for once while the page is open.
import type { Member, Person } from '../../../gen/placet/members/v1/members_pb';
import { Role } from '../../../gen/placet/members/v1/members_pb';
import { members } from '../../api/clients';
import { useGrants } from '../../api/grants';
import { useLoad } from '../../api/load';
import { allOf } from '../../api/pages';
import { idOf } from '../../route';

let people: Promise<Map<string, Person>> | null = null;
let bodies: Promise<Map<string, Member>> | null = null;

export const usePeople = (): Map<string, Person> =>
  useLoad(() => {
    people ??= allOf(async (pageToken) => {
      const answer = await members.listPeople({ pageSize: 500, pageToken });
      return { rows: answer.people, next: answer.nextPageToken };
    }).then(({ rows }) => new Map(rows.map((person) => [person.name, person])));
    people.catch(() => (people = null));
    return people;
  }, []).value ?? new Map();

export const useBodies = (): Map<string, Member> =>
  useLoad(() => {
    bodies ??= allOf(async (pageToken) => {
      const answer = await members.listMembers({ pageSize: 500, pageToken });
      return { rows: answer.members, next: answer.nextPageToken };
    }).then(({ rows }) => new Map(rows.map((member) => [member.name, member])));
    bodies.catch(() => (bodies = null));
    return bodies;
  }, []).value ?? new Map();

export const whoIs = (people: Map<string, Person>, name: string): string => people.get(name)?.displayName || idOf(name);

// Bodies for which the caller votes. Whether it may act for them, the service says.
export function useMyBodies(): string[] {
  const now = (useGrants() ?? []).filter(({ role }) => role === Role.VOTER);
  const all = useBodies();
  if (now.some(({ member }) => !member)) return [...all.keys()].sort(); // of every body
  return [...new Set(now.map(({ member }) => member))].sort();
}
