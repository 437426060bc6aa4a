// What the pages of a committee ask the services for: lists, in as many pages as they have.
import { ballots, members } from '../../api/clients';
import { useLoad, type Loaded } from '../../api/load';
import { allOf } from '../../api/pages';

interface At {
  pageSize: number;
  pageToken: string;
}

function useAll<P extends { nextPageToken: string }, T>(
  call: (at: At, signal: AbortSignal) => Promise<P>,
  rowsOf: (page: P) => T[],
  depends: unknown[],
): Loaded<T[]> {
  return useLoad(async (signal) => {
    const { rows } = await allOf(async (pageToken) => {
      const page = await call({ pageSize: 500, pageToken }, signal);
      return { rows: rowsOf(page), next: page.nextPageToken };
    });
    return rows;
  }, depends);
}

export const useCommittees = (parent = '') =>
  useAll((at, signal) => members.listCommittees({ ...at, parent }, { signal }), ({ committees }) => committees, [parent]);

export const useMembers = () => useAll((at, signal) => members.listMembers(at, { signal }), (page) => page.members, []);

export const useSeatHistory = (parent: string) =>
  useAll((at, signal) => members.listSeats({ ...at, parent, history: true }, { signal }), ({ seats }) => seats, [parent]);

export const useSeats = (parent: string, date: string) =>
  useAll((at, signal) => members.listSeats({ ...at, parent, date }, { signal }), ({ seats }) => seats, [parent, date]);

export const useParticipation = (committee: string, date: string) =>
  useLoad((signal) => members.getParticipation({ committee, date }, { signal }), [committee, date]);

export const useGroups = (parent: string) =>
  useAll((at, signal) => members.listGroups({ ...at, parent }, { signal }), ({ groups }) => groups, [parent]);

export const useLiaisons = (parent: string, date: string) =>
  useAll((at, signal) => members.listLiaisons({ ...at, parent, date }, { signal }), ({ liaisons }) => liaisons, [parent, date]);

export const useProjects = (committee: string) =>
  useAll((at, signal) => ballots.listProjects({ ...at, committee }, { signal }), ({ projects }) => projects, [committee]);

export const useStages = (parent: string) =>
  useAll((at, signal) => ballots.listStageHistory({ ...at, parent }, { signal }), ({ moves }) => moves, [parent]);

export const useBallotsOf = (project: string) =>
  useAll((at, signal) => ballots.listBallots({ ...at, project }, { signal }), (page) => page.ballots, [project]);
