// The comments that a filter finds, page after page into memory, and kept as they are by what
// WatchEvents says. A row that a change takes out of the filter stays until the list is asked anew:
// nothing slips away under somebody's hands.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CommentFilterSchema, Event } from '../../../gen/placet/comments/v1/changes_pb';
import type { Comment } from '../../../gen/placet/comments/v1/comments_pb';
import { problemOf, type Problem } from '../../api/problem';
import { currentSession } from '../../api/session';
import { useStream, type StreamState } from '../../api/stream';
import { comments } from './clients';

export type Filter = MessageInitShape<typeof CommentFilterSchema>;

// Who changed a row just now.
export interface Mark {
  actor: string;
  until: number;
}

export interface Rows {
  list: Comment[];
  whole: boolean; // all pages are there
  problem: Problem | null;
  marks: ReadonlyMap<string, Mark>;
  again: () => void;
  put: (comment: Comment) => void; // what a change answered with
  touch: (names: string[]) => void; // these have changed
}

const FIRST_PAGE = 100; // soon there
const PAGE = 500;
const ONE_BY_ONE = 40; // more than that are read again with the list
const MARKED_FOR = 8_000;

async function* pages(ballot: string, filter: Filter, signal: AbortSignal): AsyncGenerator<Comment[]> {
  let pageToken = '';
  let pageSize = FIRST_PAGE;
  do {
    const page = await comments.listComments({ parent: ballot, filter, pageSize, pageToken }, { signal });
    yield page.comments;
    pageToken = page.nextPageToken;
    pageSize = PAGE;
  } while (pageToken);
}

interface Known {
  list: Comment[];
  at: Map<string, number>;
  whole: boolean;
  problem: Problem | null;
}
const nothing = (): Known => ({ list: [], at: new Map(), whole: false, problem: null });

export function useRows(ballot: string, filter: Filter, key: string, wanted: boolean): Rows & { take: (event: Event) => void } {
  const known = useRef<Known>(nothing());
  const marks = useRef(new Map<string, Mark>());
  const [, redraw] = useState(0);
  const [turn, setTurn] = useState(0);
  const changed = () => redraw((n) => n + 1);
  const latest = useRef(filter);
  latest.current = filter;

  const add = (to: Known, page: Comment[]) => {
    for (const comment of page) to.at.set(comment.name, to.list.push(comment) - 1);
    to.list = [...to.list];
  };
  useEffect(() => {
    const gone = new AbortController();
    const fresh = nothing();
    known.current = fresh;
    changed();
    if (!wanted) return;
    void (async () => {
      try {
        for await (const page of pages(ballot, latest.current, gone.signal)) {
          if (gone.signal.aborted) return;
          add(fresh, page);
          changed();
        }
        fresh.whole = true;
      } catch (error) {
        fresh.problem = problemOf(error);
      }
      if (!gone.signal.aborted) changed();
    })();
    return () => gone.abort();
  }, [ballot, key, turn, wanted]);

  // Asked again without showing less meanwhile.
  const reading = useRef<AbortController | null>(null);
  useEffect(() => () => reading.current?.abort(), [ballot, key]);
  const reread = useCallback(async () => {
    reading.current?.abort();
    const gone = (reading.current = new AbortController());
    const fresh = nothing();
    try {
      for await (const page of pages(ballot, latest.current, gone.signal)) add(fresh, page);
    } catch {
      return; // what is shown stays, and the stream says that something is wrong
    }
    if (gone.signal.aborted) return;
    fresh.whole = true;
    known.current = fresh;
    changed();
  }, [ballot, key]);

  const put = useCallback((comment: Comment) => {
    const at = known.current.at.get(comment.name);
    if (at === undefined || known.current.list[at]!.etag === comment.etag) return;
    known.current.list[at] = comment;
    known.current.list = [...known.current.list];
    changed();
  }, []);

  // Several events in a moment are one round of questions.
  const waiting = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const touch = useCallback(
    (names: string[]) => {
      for (const name of names) waiting.current.add(name);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        const asked = [...waiting.current].filter((name) => known.current.at.has(name));
        waiting.current.clear();
        if (asked.length > ONE_BY_ONE) return void reread();
        for (const name of asked) comments.getComment({ name }).then(put, () => {});
      }, 60);
    },
    [reread],
  );
  useEffect(() => () => clearTimeout(timer.current), []);

  const forget = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const mark = (names: string[], actor: string) => {
    for (const name of names) marks.current.set(name, { actor, until: Date.now() + MARKED_FOR });
    marks.current = new Map(marks.current);
    clearTimeout(forget.current);
    forget.current = setTimeout(() => {
      marks.current = new Map([...marks.current].filter(([, { until }]) => until > Date.now()));
      changed();
    }, MARKED_FOR + 50);
    changed();
  };
  useEffect(() => () => clearTimeout(forget.current), []);

  const take = (event: Event) => {
    if (!wanted) return;
    if (event.change.case === 'import') return void reread();
    if (event.change.case !== 'record') return;
    const names = event.change.value.differences.map(({ comment }) => comment);
    touch(names);
    mark(names, event.actor);
  };

  const { list, whole, problem } = known.current;
  const again = useCallback(() => setTurn((n) => n + 1), []);
  return { list, whole, problem, marks: marks.current, again, put, touch, take };
}

// All events of one ballot from now on; whoever comes back after a loss misses none.
export function useEvents(ballot: string, take: (event: Event) => void): StreamState {
  const after = useRef<bigint | null>(null);
  return useStream<Event>(
    async function* (signal, begun) {
      after.current ??= (await comments.getHead({}, { signal })).sequence;
      const options = { signal, onHeader: begun };
      yield* comments.watchEvents({ afterSequence: after.current, subjectPrefix: ballot }, options);
    },
    (event) => {
      after.current = event.sequence;
      // The prefix alone would let another ballot in whose name goes on after it.
      if (event.subject === ballot || event.subject.startsWith(`${ballot}/`)) take(event);
    },
    [ballot],
  );
}

export const isMine = (actor: string): boolean => actor === currentSession()?.person;
