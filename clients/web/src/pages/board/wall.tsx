// The board for a screen on a wall: large, without navigation, for readers at some distance and with
// no hand on a pointer. What does not fit comes page by page. Tallies are never on it: people pass by
// who may not see them.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { StreamState } from '../../api/stream';
import { hrefOf, idOf, type Route } from '../../route';
import { t } from '../../texts/board';
import { Freshness, Section, useKeys } from '../../view/parts';
import { GENEVA } from '../../view/geneva';
import { moment, useNow } from '../../view/time';
import { columnsOf } from './columns';
import { MARKED_FOR, nowOf, selected, selectionOf, summaryOf, type Model } from './model';
import { LateFor, Present, Week } from './summary';

const PAGE_FOR = 15_000;
const MOST_PAGES = 10;
const MOST_LATE = 3;
const HIDDEN = ['verdict', 'comments'];

interface Props {
  model: Model;
  state: StreamState;
  route: Route;
  ofBody: boolean;
  refused: boolean;
}

export function Wall({ model, state, route, ofBody, refused }: Props) {
  useWholeScreen();
  useNow(1000);
  const [held, setHeld] = useState(false);
  useKeys({
    Escape: () => { location.hash = hrefOf(['board'], { ...Object.fromEntries(route.query), wall: undefined }); },
    ' ': () => setHeld((was) => !was),
  });
  const now = nowOf(model, Date.now());
  const summary = { ...summaryOf(model, now, ofBody), seesTallies: false };
  const rows = selected(model, summary, selectionOf(route.query), ofBody);
  const committee = idOf(route.query.get('committee') ?? '');
  const reference = model.entries.find((entry) => idOf(entry.committee) === committee)?.committeeReference ?? committee;
  useEffect(() => { document.title = `${t('title')} · Placet`; }, []);

  const { body, room } = useRoom();
  const pages = Math.min(MOST_PAGES, Math.max(1, Math.ceil(rows.length / room)));
  const page = usePage(pages, held);
  const shown = rows.slice(page * room, (page + 1) * room);
  const columns = columnsOf(ofBody, false).filter(({ id }) => !HIDDEN.includes(id));
  return (
    <div class={state.live ? 'wall' : 'wall stale'}>
      <header>
        <h1>{committee ? t('titleOf', { committee: reference }) : t('title')}</h1>
        <p>{t('clock', { time: moment(new Date(now), GENEVA) })}</p>
        <Freshness state={state} ageMs={model.age} />
        {refused && <p class="failure" role="alert">{t('signInWall')}</p>}
      </header>
      <div class="wall-parts">
        <div class="wall-rows" ref={body}>
          {rows.length === 0
            ? <p class="empty">{t('nothingNow')}</p>
            : (
              <table class="board">
                <caption class="away">{t('list')}</caption>
                <colgroup>{columns.map(({ id }) => <col key={id} class={`col-${id}`} />)}</colgroup>
                <thead><tr>{columns.map(({ id, title }) => <th key={id} scope="col">{title}</th>)}</tr></thead>
                <tbody>
                  {shown.map((entry) => (
                    <tr key={entry.name} class={model.received - (model.touched.get(entry.name) ?? 0) < MARKED_FOR ? 'changed' : ''}>
                      {columns.map(({ id, cell }, place) => {
                        const content = cell(entry, { now, today: summary.today });
                        return place === 0 ? <th key={id} scope="row">{content}</th> : <td key={id}>{content}</td>;
                      })}
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
        </div>
        <div class="wall-side">
          <Present model={model} summary={summary} />
          <Week summary={summary} />
          {summary.late.length > 0 && (
            <Section title={t('lateFirst')}>
              <ul class="plain-list few">
                {summary.late.slice(0, MOST_LATE).map((entry) => (
                  <li key={entry.name}>
                    <strong>{entry.reference}</strong> <span class="beside"><LateFor entry={entry} today={summary.today} /></span>
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </div>
      </div>
      <footer>
        {pages > 1 && (
          <p>
            {t('pageOf', { page: page + 1, pages, n: Math.min(rows.length, pages * room), whole: rows.length })}
            {held && ` · ${t('held')}`}
          </p>
        )}
        <p class="quiet"><a href={hrefOf(['board'], { ...Object.fromEntries(route.query), wall: undefined })}>{t('wallKeys')}</a></p>
      </footer>
    </div>
  );
}

// Hides the frame, makes everything larger, and keeps the screen from going dark, where the browser can.
function useWholeScreen(): void {
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dataset['wall'] = '';
    let lock: WakeLockSentinel | undefined;
    const keep = () => void navigator.wakeLock?.request('screen').then((got) => { lock = got; }, () => {});
    const seen = () => { if (document.visibilityState === 'visible') keep(); };
    keep();
    document.addEventListener('visibilitychange', seen);
    return () => {
      delete root.dataset['wall'];
      document.removeEventListener('visibilitychange', seen);
      void lock?.release();
    };
  }, []);
}

// How many rows there is room for.
function useRoom() {
  const body = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(8);
  useLayoutEffect(() => {
    const look = () => {
      const box = body.current!;
      const head = box.querySelector('thead')?.getBoundingClientRect().height ?? 0;
      const row = box.querySelector('tbody tr')?.getBoundingClientRect().height ?? 0;
      if (row > 0) setRoom(Math.max(1, Math.floor((box.clientHeight - head) / row)));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(body.current!);
    return () => observer.disconnect();
  }, []);
  return { body, room };
}

function usePage(pages: number, held: boolean): number {
  const [page, setPage] = useState(0);
  useEffect(() => {
    if (held || pages < 2) return;
    const timer = setInterval(() => setPage((was) => (was + 1) % pages), PAGE_FOR);
    return () => clearInterval(timer);
  }, [pages, held]);
  return page % pages;
}
