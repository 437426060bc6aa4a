// A table of any length of which only what is seen is drawn: rows of one height, placed by their
// index. It is the grid of the ARIA practices: arrows move between cells, one cell alone is in the
// order of tabs, and what is far away keeps its row number.
import './grid.css';
import type { ComponentChildren } from 'preact';
import { Component } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface GridColumn<T> {
  id: string; // also its class
  title: string;
  cell: (row: T) => ComponentChildren;
}

interface GridProps<T> {
  label: string;
  columns: GridColumn<T>[];
  rows: T[];
  whole: boolean; // false: more rows are to come, and nobody knows how many
  rowHeight: number;
  keyOf: (row: T) => string;
  active: number; // index of the row that has the focus, or would have it
  onActive: (index: number, extend: boolean) => void;
  selected: ReadonlySet<string>;
  onToggle: (index: number, extend: boolean) => void;
  onOpen: (index: number) => void;
  rowClass: (row: T) => string;
  epoch: unknown; // cells are drawn anew when it changes, besides when their row does
}

const BEYOND = 8; // rows drawn above and below what is seen
const FIRST = 'selected'; // the column that shows the selection

interface RowProps<T> {
  row: T;
  index: number;
  columns: GridColumn<T>[];
  height: number;
  cell: number; // column in the order of tabs; -1: none of this row
  selected: boolean;
  look: string;
  epoch: unknown;
}

class Row<T> extends Component<RowProps<T>> {
  override shouldComponentUpdate(next: RowProps<T>) {
    const was = this.props;
    return (
      was.row !== next.row ||
      was.index !== next.index ||
      was.cell !== next.cell ||
      was.selected !== next.selected ||
      was.look !== next.look ||
      was.height !== next.height ||
      was.epoch !== next.epoch
    );
  }
  render() {
    const { row, index, columns, height, cell, selected, look } = this.props;
    return (
      <div
        role="row"
        class={`grid-row ${look}`}
        aria-rowindex={index + 2}
        aria-selected={selected}
        data-index={index}
        style={{ transform: `translateY(${index * height}px)`, height: `${height}px` }}
      >
        {columns.map((column, at) => (
          <div key={column.id} role="gridcell" class={column.id} aria-colindex={at + 1} data-column={at} tabIndex={cell === at ? 0 : -1}>
            {column.cell(row)}
          </div>
        ))}
      </div>
    );
  }
}

export function Grid<T>(props: GridProps<T>) {
  const { label, columns, rows, whole, rowHeight, keyOf, active, onActive, selected, onToggle, onOpen, rowClass, epoch } = props;
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ from: 0, to: 30 });
  const [column, setColumn] = useState(1);

  const look = () => {
    const { scrollTop, clientHeight } = box.current!;
    const from = Math.max(0, Math.floor(scrollTop / rowHeight) - BEYOND);
    const to = Math.ceil((scrollTop + clientHeight) / rowHeight) + BEYOND;
    // A few rows at a time: most frames of a slow scroll draw nothing.
    setView((was) => (Math.abs(was.from - from) < BEYOND / 2 && Math.abs(was.to - to) < BEYOND / 2 ? was : { from, to }));
  };
  useEffect(() => {
    const watcher = new ResizeObserver(look);
    watcher.observe(box.current!);
    return () => watcher.disconnect();
  }, [rowHeight]);

  // Brings the row into view below the head, and the focus to it if the grid has it.
  useLayoutEffect(() => {
    const at = box.current!;
    const head = (at.firstElementChild as HTMLElement).offsetHeight;
    const top = active * rowHeight;
    if (top < at.scrollTop) at.scrollTop = top;
    else if (top + rowHeight > at.scrollTop + at.clientHeight - head) at.scrollTop = top + rowHeight - at.clientHeight + head;
    look();
  }, [active, rowHeight, rows.length === 0]);
  useLayoutEffect(() => {
    if (!box.current!.contains(document.activeElement)) return;
    box.current!.querySelector<HTMLElement>(`[data-index="${active}"] [data-column="${column}"]`)?.focus({ preventScroll: true });
  }, [active, column, view]);

  const page = () => Math.max(1, Math.floor(box.current!.clientHeight / rowHeight) - 1);
  const move = (to: number, extend: boolean) => onActive(Math.max(0, Math.min(rows.length - 1, to)), extend);
  const pressed = (event: KeyboardEvent) => {
    if (event.altKey) return;
    const control = event.ctrlKey || event.metaKey;
    const acts: Record<string, () => void> = {
      ArrowDown: () => move(active + 1, event.shiftKey),
      ArrowUp: () => move(active - 1, event.shiftKey),
      PageDown: () => move(active + page(), event.shiftKey),
      PageUp: () => move(active - page(), event.shiftKey),
      ArrowRight: () => setColumn(Math.min(columns.length - 1, column + 1)),
      ArrowLeft: () => setColumn(Math.max(0, column - 1)),
      Home: () => (control ? move(0, event.shiftKey) : setColumn(0)),
      End: () => (control ? move(rows.length - 1, event.shiftKey) : setColumn(columns.length - 1)),
      Enter: () => onOpen(active),
      ' ': () => onToggle(active, event.shiftKey),
    };
    const act = acts[event.key];
    if (!act || (control && !['Home', 'End'].includes(event.key))) return;
    event.preventDefault();
    act();
  };
  const clicked = (event: MouseEvent) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-column]');
    const index = Number(cell?.parentElement?.dataset['index'] ?? -1);
    if (!cell || index < 0) return;
    setColumn(Number(cell.dataset['column']));
    if (cell.classList.contains(FIRST) || event.ctrlKey || event.metaKey) return onToggle(index, event.shiftKey);
    if (event.shiftKey) return onActive(index, true);
    // Who marks text to copy it does not want to open.
    if (!getSelection()?.toString()) onOpen(index);
  };

  const shown: number[] = [];
  for (let index = view.from; index < Math.min(view.to, rows.length); ++index) shown.push(index);
  // The focus must not go with a row that is scrolled away.
  if (active < rows.length && (active < view.from || active >= view.to)) shown.push(active);

  return (
    <div
      ref={box}
      class="grid"
      role="grid"
      aria-label={label}
      aria-rowcount={whole ? rows.length + 1 : -1}
      aria-colcount={columns.length}
      aria-multiselectable
      onScroll={look}
      onKeyDown={pressed}
      onClick={clicked}
    >
      <div role="row" class="grid-head" aria-rowindex={1}>
        {columns.map(({ id, title }, at) => (
          <div key={id} role="columnheader" class={id} aria-colindex={at + 1}>
            <span class={id === FIRST ? 'away' : ''}>{title}</span>
          </div>
        ))}
      </div>
      <div role="rowgroup" class="grid-body" style={{ height: `${rows.length * rowHeight}px` }}>
        {shown.map((index) => {
          const row = rows[index]!;
          const key = keyOf(row);
          return (
            <Row
              key={key}
              row={row as unknown}
              index={index}
              columns={columns as GridColumn<unknown>[]}
              height={rowHeight}
              cell={index === active ? column : -1}
              selected={selected.has(key)}
              look={`${rowClass(row)} ${index === active ? 'active' : ''}`}
              epoch={epoch}
            />
          );
        })}
      </div>
    </div>
  );
}

// To the grid's cell in the order of tabs, from wherever.
export const focusGrid = (): void => document.querySelector<HTMLElement>('.grid [tabindex="0"]')?.focus({ preventScroll: true });
