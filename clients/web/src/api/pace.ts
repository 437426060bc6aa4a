// What follows from a stream is not asked for with each of its messages.
import { useEffect, useRef, useState } from 'preact/hooks';

// The value, at most every so many milliseconds; the last one always comes through.
export function useAtMostEvery<T extends string | number | undefined>(milliseconds: number, value: T): T {
  const [passed, setPassed] = useState(value);
  const last = useRef(0);
  useEffect(() => {
    if (value === passed) return;
    const pass = () => {
      last.current = Date.now();
      setPassed(value);
    };
    const timer = setTimeout(pass, Math.max(0, last.current + milliseconds - Date.now()));
    return () => clearTimeout(timer);
  }, [value, passed, milliseconds]);
  return passed;
}
