// One call, and what became of it.
import { useCallback, useEffect, useState } from 'preact/hooks';
import { problemOf, type Problem } from './problem';

export interface Loaded<T> {
  value: T | null; // the last answer; it stays while it is asked again
  problem: Problem | null;
  loading: boolean;
  again: () => void;
  set: (value: T) => void; // what a change answered with, so that nobody need ask again
}

export function useLoad<T>(call: (signal: AbortSignal) => Promise<T>, depends: unknown[]): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; problem: Problem | null; loading: boolean }>({
    value: null,
    problem: null,
    loading: true,
  });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const gone = new AbortController();
    setState((was) => ({ ...was, loading: true }));
    call(gone.signal).then(
      (value) => gone.signal.aborted || setState({ value, problem: null, loading: false }),
      (error) => gone.signal.aborted || setState((was) => ({ ...was, problem: problemOf(error), loading: false })),
    );
    return () => gone.abort();
  }, [...depends, turn]);
  const again = useCallback(() => setTurn((n) => n + 1), []);
  const set = useCallback((value: T) => setState({ value, problem: null, loading: false }), []);
  return { ...state, again, set };
}

// Asked again when somebody comes back to the page: what is shown may be old by then.
export function useBack(again: () => void): void {
  useEffect(() => {
    const back = () => document.visibilityState === 'visible' && again();
    document.addEventListener('visibilitychange', back);
    return () => document.removeEventListener('visibilitychange', back);
  }, [again]);
}
