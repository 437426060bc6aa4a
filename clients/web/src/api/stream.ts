// A stream that is kept up: it comes back by itself after a loss, soon at first and then more
// rarely, at once when the browser is back on the net, and it says how it stands.
import { useEffect, useRef, useState } from 'preact/hooks';
import { problemOf, type Problem } from './problem';

export interface StreamState {
  live: boolean;
  since: Date; // of being live, or of being lost
  problem: Problem | null; // why it is lost; null while it is live, or has not begun
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8_000;
const REFUSED_WITHIN = 700;
// Trying again does not mend these.
export const LOST_FOR_GOOD = ['permission_denied', 'unauthenticated', 'not_found', 'invalid_argument'];

// open: the call; take: each message. Ends when the component goes, or with an error that trying
// again does not mend. A stream that may be silent for long calls `begun` when its head has come; it
// is live if it is not refused right after.
export function useStream<T>(
  open: (signal: AbortSignal, begun: () => void) => AsyncIterable<T>,
  take: (message: T) => void,
  depends: unknown[],
): StreamState {
  const [state, setState] = useState<StreamState>({ live: false, since: new Date(), problem: null });
  const latest = useRef({ open, take });
  latest.current = { open, take };

  useEffect(() => {
    const gone = new AbortController();
    let pause = FIRST_PAUSE;
    const run = async () => {
      while (!gone.signal.aborted) {
        let live = false;
        let silent: ReturnType<typeof setTimeout> | undefined;
        const isLive = () => {
          if (!live && !gone.signal.aborted) setState({ live: true, since: new Date(), problem: null });
          live = true;
          pause = FIRST_PAUSE;
        };
        const begun = () => void (silent ??= setTimeout(isLive, REFUSED_WITHIN));
        try {
          for await (const message of latest.current.open(gone.signal, begun)) {
            if (gone.signal.aborted) return;
            isLive();
            latest.current.take(message);
          }
          throw new Error('the stream ended');
        } catch (error) {
          clearTimeout(silent);
          if (gone.signal.aborted) return;
          const problem = problemOf(error);
          setState((was) => ({ live: false, since: was.live || !was.problem ? new Date() : was.since, problem }));
          // A stream may outlive its token; the next call brings a fresh one.
          if (LOST_FOR_GOOD.includes(problem.code) && problem.reason !== 'TOKEN_EXPIRED') return;
        }
        await waited(pause, gone.signal);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
    };
    void run();
    return () => gone.abort();
  }, depends);
  return state;
}

// A connection that dies without a word looks like silence. Ends a stream whose service promises to say
// something every so often, and does not.
export async function* unlessSilent<T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  signal: AbortSignal,
  longest: number,
): AsyncIterable<T> {
  const silent = new AbortController();
  const end = () => silent.abort();
  let timer = setTimeout(end, longest);
  signal.addEventListener('abort', end);
  try {
    for await (const message of open(silent.signal)) {
      clearTimeout(timer);
      timer = setTimeout(end, longest);
      yield message;
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

function waited(pause: number, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener('online', end);
      gone.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, pause);
    addEventListener('online', end);
    gone.addEventListener('abort', end);
  });
}
