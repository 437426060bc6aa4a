// Names of people and bodies, asked for once while the page is open.
import type { Member, Person } from '../../../gen/placet/members/v1/members_pb';
import { Role } from '../../../gen/placet/members/v1/members_pb';
import { members } from '../../api/clients';
import { useLoad } from '../../api/load';
import { useSession } from '../../api/session';
import { idOf } from '../../route';

async function all<T>(page: (pageToken: string) => Promise<{ rows: T[]; nextPageToken: string }>): Promise<T[]> {
  const found: T[] = [];
  let token = '';
  do {
    const { rows, nextPageToken } = await page(token);
    found.push(...rows);
    token = nextPageToken;
  } while (token);
  return found;
}

let people: Promise<Map<string, Person>> | null = null;
let bodies: Promise<Map<string, Member>> | null = null;

export const usePeople = (): Map<string, Person> =>
  useLoad(() => {
    people ??= all(async (pageToken) => {
      const answer = await members.listPeople({ pageSize: 500, pageToken });
      return { rows: answer.people, nextPageToken: answer.nextPageToken };
    }).then((list) => new Map(list.map((person) => [person.name, person])));
    people.catch(() => (people = null));
    return people;
  }, []).value ?? new Map();

export const useBodies = (): Map<string, Member> =>
  useLoad(() => {
    bodies ??= all(async (pageToken) => {
      const answer = await members.listMembers({ pageSize: 500, pageToken });
      return { rows: answer.members, nextPageToken: answer.nextPageToken };
    }).then((list) => new Map(list.map((member) => [member.name, member])));
    bodies.catch(() => (bodies = null));
    return bodies;
  }, []).value ?? new Map();

export const whoIs = (people: Map<string, Person>, name: string): string => people.get(name)?.displayName || idOf(name);

// Bodies for which the caller votes. Whether it may act for them, the service says.
export function useMyBodies(): string[] {
  const grants = useSession()?.details?.grants ?? [];
  const today = new Date().toISOString().slice(0, 10);
  const now = grants.filter(({ role, period }) => role === Role.VOTER && (!period?.until || period.until > today));
  const all = useBodies();
  if (now.some(({ member }) => !member)) return [...all.keys()].sort(); // of every body
  return [...new Set(now.map(({ member }) => member))].sort();
}
