// What pages are made of. Everything here works by keyboard and says to a screen reader what it
// says to the eye; colour never carries a meaning alone.
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Answer } from '../../gen/placet/access/v1/access_service_pb';
import type { Loaded } from '../api/load';
import type { Problem } from '../api/problem';
import type { StreamState } from '../api/stream';
import { t } from '../texts/common';
import { moment, span, useNow } from './time';

type Children = { children?: ComponentChildren };

export function Page({ title, aside, children }: Children & { title: string; aside?: ComponentChildren }) {
  useEffect(() => {
    document.title = `${title} · Placet`;
  }, [title]);
  return (
    <>
      <header class="page-head">
        <h1>{title}</h1>
        {aside}
      </header>
      {children}
    </>
  );
}

export function Section({ title, aside, children }: Children & { title: string; aside?: ComponentChildren }) {
  const id = useId();
  return (
    <section class="card" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

export const Loading = () => <p class="quiet" role="status">{t('loading')}</p>;

export const Empty = ({ children }: Children) => <p class="empty">{children}</p>;

export function Failure({ problem, again }: { problem: Problem; again?: (() => void) | undefined }) {
  const unreached = problem.code === 'unavailable';
  return (
    <div class="failure" role="alert">
      <p><strong>{unreached ? t('offline') : problem.sentence}</strong></p>
      <p>{unreached && !problem.remedy ? problem.sentence : problem.remedy && t('remedy', { remedy: problem.remedy })}</p>
      {problem.fields.length > 0 && (
        <ul>{problem.fields.map(({ field, description }) => <li key={field}><code>{field}</code>: {description}</li>)}</ul>
      )}
      {problem.reason && <p class="quiet">{t('reason', { reason: problem.reason })}</p>}
      {again && <button type="button" onClick={again}>{t('again')}</button>}
    </div>
  );
}

// What was loaded, or why it was not. What is known stays on the page while it is asked again.
export function Shown<T>({ of, children }: { of: Loaded<T>; children: (value: T) => ComponentChildren }) {
  return (
    <>
      {of.problem && <Failure problem={of.problem} again={of.again} />}
      {of.value !== null ? children(of.value) : !of.problem && <Loading />}
    </>
  );
}

interface ButtonProps extends Children {
  onClick: () => void;
  may?: Answer | undefined; // of useMayI: grey, with the reason, where it would be refused
  why?: string | undefined; // another reason not to, '' or undefined: none
  kind?: 'main' | 'danger' | 'plain';
  busy?: boolean;
  label?: string; // for a screen reader, where the content is a sign
  shortcut?: string;
}

// A grey button can still be reached and read: it says why it is grey.
export function Button({ onClick, may, why, kind = 'plain', busy, label, shortcut, children }: ButtonProps) {
  const id = useId();
  const refusal = may && !may.allowed ? may.refusal : undefined;
  const sentence = why || (refusal && [refusal.sentence, refusal.remedy].filter(Boolean).join('. '));
  const off = !!sentence || !!busy;
  return (
    <span class="action">
      <button
        type="button"
        class={kind}
        aria-disabled={off}
        aria-label={label}
        aria-describedby={sentence ? id : undefined}
        aria-keyshortcuts={shortcut}
        aria-busy={busy}
        onClick={() => off || onClick()}
      >
        {children}
      </button>
      {sentence && <span id={id} class="why">{t('cannotBecause', { sentence })}</span>}
    </span>
  );
}

export function Field({ label, hint, problem, children }: {
  label: string;
  hint?: string | undefined;
  problem?: string | undefined;
  children: (props: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }) => ComponentChildren;
}) {
  const id = useId();
  const said = problem || hint;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, ...(said ? { 'aria-describedby': `${id}-hint` } : {}), ...(problem ? { 'aria-invalid': true } : {}) })}
      {said && <span id={`${id}-hint`} class={problem ? 'problem' : 'hint'}>{said}</span>}
    </div>
  );
}

export function Choice<T extends string>({ label, value, options, onChange }: {
  label: string;
  value: T;
  options: readonly (readonly [value: T, text: string])[];
  onChange: (value: T) => void;
}) {
  return (
    <Field label={label}>
      {(props) => (
        <select {...props} value={value} onChange={(event) => onChange(event.currentTarget.value as T)}>
          {options.map(([option, text]) => <option key={option} value={option}>{text}</option>)}
        </select>
      )}
    </Field>
  );
}

// A dialog of the browser: it keeps the focus, and Escape closes it.
export function Dialog({ title, onClose, children }: Children & { title: string; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const from = document.activeElement;
    dialog.current!.showModal();
    // Back to where it was opened from, once the dialog is gone: while it is there, nothing else takes the focus.
    return () => void setTimeout(() => from instanceof HTMLElement && from.focus());
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose}>
      <header>
        <h2 id={id}>{title}</h2>
        <button type="button" class="plain" onClick={() => dialog.current!.close()}>{t('close')}</button>
      </header>
      {children}
    </dialog>
  );
}

// A share of a whole, with its numbers in words beside it.
export function Meter({ part, whole, label }: { part: number; whole: number; label: string }) {
  return (
    <span class="meter">
      <meter min={0} max={Math.max(whole, 1)} value={part} aria-label={label}>{label}</meter>
      <span>{label}</span>
    </span>
  );
}

// One word that stands out; the sign before it tells the kinds apart without colour.
export type Tone = 'good' | 'bad' | 'warn' | 'plain';
const SIGNS: Record<Tone, string> = { good: '✓', bad: '✗', warn: '!', plain: '·' };
export const Badge = ({ tone = 'plain', children }: Children & { tone?: Tone }) => (
  <span class={`badge ${tone}`}><span aria-hidden="true">{SIGNS[tone]} </span>{children}</span>
);

// A screen reader is told when the connection is lost or back, and not of every age in between.
export function Freshness({ state, ageMs }: { state: StreamState; ageMs?: number | undefined }) {
  const now = useNow(1000);
  const age = ageMs === undefined ? span(0) : ageMs < 1000 ? `${Math.round(ageMs)} ms` : span(ageMs);
  const lost = !state.live && !!state.problem;
  return (
    <span class="fresh" data-lost={lost ? now.getTime() - state.since.getTime() : undefined}>
      <span role="status">{lost && <Badge tone="bad">{t('lost', { since: moment(state.since) })}</Badge>}</span>
      {state.live && <Badge tone="good">{t('live', { age })}</Badge>}
      {!state.live && !lost && <Badge>{t('connecting')}</Badge>}
    </span>
  );
}

export interface Column<T> {
  title: string;
  cell: (row: T) => ComponentChildren;
  number?: boolean; // to the right, digits under digits
  sort?: ((a: T, b: T) => number) | undefined; // the table sorts by it
  sorted?: Sorted; // or whoever has the rows does: how they are sorted by this column,
  onSort?: (sorted: Sorted) => void; // and what shall become of it
}
export type Sorted = 'ascending' | 'descending' | 'none';

export function Table<T>({ caption, columns, rows, keyOf, rowClass }: {
  caption: string;
  columns: Column<T>[];
  rows: T[];
  keyOf: (row: T) => string;
  rowClass?: (row: T) => string;
}) {
  const [own, setOwn] = useState<{ title: string; sorted: Sorted } | null>(null);
  const by = columns.find(({ title }) => title === own?.title)?.sort;
  const shown = by ? rows.toSorted((a, b) => (own!.sorted === 'descending' ? by(b, a) : by(a, b))) : rows;
  return (
    // A region that scrolls by itself must be reachable by keyboard.
    <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption class="away">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head
                key={column.title}
                column={column}
                sorted={column.onSort ? column.sorted ?? 'none' : own?.title === column.title ? own.sorted : 'none'}
                onSort={column.onSort ?? (column.sort && ((sorted) => setOwn({ title: column.title, sorted })))}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={keyOf(row)} class={rowClass?.(row)}>
              {columns.map((column, index) =>
                index === 0
                  ? <th key={column.title} scope="row">{column.cell(row)}</th>
                  : <td key={column.title} class={column.number ? 'number' : ''}>{column.cell(row)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const ARROWS: Record<Sorted, string> = { ascending: '▲', descending: '▼', none: '↕' };

function Head<T>({ column, sorted, onSort }: { column: Column<T>; sorted: Sorted; onSort: ((sorted: Sorted) => void) | undefined }) {
  const style = column.number ? 'number' : '';
  if (!onSort) return <th scope="col" class={style}>{column.title}</th>;
  return (
    <th scope="col" class={style} aria-sort={sorted}>
      <button type="button" class="sort" onClick={() => onSort(sorted === 'ascending' ? 'descending' : 'ascending')}>
        {column.title} <span aria-hidden="true">{ARROWS[sorted]}</span>
      </button>
    </th>
  );
}

// Tabs are links: each has an address.
export function Tabs({ label, tabs, current }: { label: string; tabs: readonly (readonly [id: string, text: string, href: string])[]; current: string }) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(([id, text, href]) => <a key={id} href={href} aria-current={id === current ? 'page' : undefined}>{text}</a>)}
    </nav>
  );
}

// Keys that work anywhere on the page, but not while somebody types.
export function useKeys(keys: Record<string, (event: KeyboardEvent) => void>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const at = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || at.closest('input:not([type=radio], [type=checkbox]), textarea, select, dialog, [contenteditable]')) return;
      // What a dialog covers is not worked on, wherever the focus is.
      if (document.querySelector('dialog[open]')) return;
      const act = latest.current[event.key];
      if (!act) return;
      event.preventDefault();
      act(event);
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
}

// j and k go from row to row of the page's tables and lists, by the link that each row begins with.
export function useRowKeys(): void {
  const move = (by: number) => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('main tbody th a, main .due-list li > a')];
    const at = links.findIndex((link) => link.closest('tr, li')!.contains(document.activeElement));
    const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
}

export const Keys = ({ keys }: { keys: readonly (readonly [key: string, text: string])[] }) => (
  <p class="keys quiet">{keys.map(([key, text]) => <span key={key}><kbd>{key}</kbd> {text}</span>)}</p>
);

// Offers bytes as a file.
export function download(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export type { JSX };
