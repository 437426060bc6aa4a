// Which rows of a long table are in sight. All rows have the same height, which is measured of one.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

const BEYOND = 8; // rows that are drawn above and below, so that tabbing and scrolling find the next
const STEP = 4; // the window moves by so many rows at a time
const FIRST_GUESS = { height: 60, from: 0, to: 32 };

export interface Window {
  from: number;
  to: number;
  above: number; // px that the rows before would take
  below: number;
}

export function useWindow(count: number) {
  const region = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState(FIRST_GUESS);
  const focused = useRef(false);

  const look = () => {
    const box = region.current;
    if (!box) return;
    const height = box.querySelector('tbody tr[data-row]')?.getBoundingClientRect().height || FIRST_GUESS.height;
    const first = Math.floor(box.scrollTop / height) - BEYOND;
    const from = Math.max(0, Math.floor(first / STEP) * STEP);
    const to = Math.ceil(((box.scrollTop + box.clientHeight) / height + BEYOND) / STEP) * STEP;
    focused.current = box.contains(document.activeElement);
    setShown((was) => (was.from === from && was.to === to && was.height === height ? was : { height, from, to }));
  };
  useLayoutEffect(() => {
    look();
    const observer = new ResizeObserver(look);
    observer.observe(region.current!);
    return () => observer.disconnect();
  }, []);
  // A list that became shorter has scrolled by itself.
  useLayoutEffect(look, [count]);
  // Who had the focus in a row that has gone keeps it on the table, and can go on scrolling.
  useLayoutEffect(() => {
    if (focused.current && document.activeElement === document.body) region.current?.focus({ preventScroll: true });
  }, [shown]);

  const to = Math.min(count, shown.to);
  const from = Math.min(shown.from, Math.max(0, to - 1));
  const window: Window = { from, to, above: from * shown.height, below: Math.max(0, count - to) * shown.height };
  return { region, window, look };
}
