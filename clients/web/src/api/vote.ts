// The vote of a body as it stands; null where there is none that the caller may see. Asked of the
// list, because none is no failure.
import type { Vote } from '../../gen/placet/ballots/v1/ballots_pb';
import { ballots } from './clients';
import { allOf } from './pages';

export async function voteOf(name: string, signal?: AbortSignal): Promise<Vote | null> {
  const parent = name.slice(0, name.indexOf('/votes/'));
  const { rows } = await allOf(async (pageToken) => {
    const page = await ballots.listVotes({ parent, pageSize: 500, pageToken }, signal ? { signal } : {});
    return { rows: page.votes, next: page.nextPageToken };
  });
  return rows.find((vote) => vote.name === name) ?? null;
}
