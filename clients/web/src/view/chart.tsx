// A chart over days, drawn by uPlot when it is first needed. Lines differ by dashes as well as by
// colour, the same numbers stand in a table below, and the colours are those of the style sheet, so
// that both schemes are served.
//
//   <Chart title="..." days={['2026-11-02', ...]} series={[{ name: 'all', tone: 'quiet', values: [..] }]} />
import 'uplot/dist/uPlot.min.css';
import './chart.css';
import type uPlot from 'uplot';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../texts/chart';
import { currentLanguage, number } from '../texts/speak';
import { Table } from './parts';
import { day as dayText } from './time';

export interface Series {
  name: string;
  tone: 'accent' | 'good' | 'bad' | 'warn' | 'quiet';
  values: (number | null)[];
  dash?: number[]; // lengths of line and gap; none: a solid line
  filled?: boolean; // the surface below it, too
}

interface ChartProps {
  title: string;
  days: string[]; // ISO 8601, ascending
  series: Series[];
  height?: number;
}

const DAY = 86_400;
const MOST_POINTS = 31; // with more, lines are clearer without
const seconds = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 1000;
// What a canvas can take: the property itself names the colours of both schemes.
function colour(name: string, otherwise = name): string {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = `var(--${name}, var(--${otherwise}))`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
const shown = (value: number | null | undefined): string => (value === null || value === undefined ? '–' : number(value));
const shortDay = (at: number): string =>
  new Intl.DateTimeFormat(currentLanguage(), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(at * 1000));
const monthOf = (at: number): string =>
  new Intl.DateTimeFormat(currentLanguage(), { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(at * 1000));
const LONG = 400 * DAY; // beyond that, a day without its year says nothing
const isLong = (ticks: number[]): boolean => ticks.at(-1)! - ticks[0]! > LONG;
const DAYS_APART = [1, 2, 7, 14, 28, 91, 182, 364, 728, 1820];

function optionsOf(Plot: typeof uPlot, width: number, { days, series, height = 260 }: ChartProps): uPlot.Options {
  const axis = {
    stroke: colour('quiet'),
    grid: { stroke: colour('line'), width: 1 },
    ticks: { stroke: colour('line'), width: 1 },
    font: '13px system-ui, sans-serif',
  };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false },
    tzDate: (at) => Plot.tzDate(new Date(at * 1000), 'Etc/UTC'),
    scales: {
      x: { time: true, range: (_, from, to) => (days.length < 2 ? [from - DAY, from + DAY] : [from, to]) },
      y: { range: (_, __, most) => [0, Math.max(1, most * 1.05)] },
    },
    axes: [
      { ...axis, space: 70, incrs: DAYS_APART.map((n) => n * DAY), values: (_, ticks) => ticks.map(isLong(ticks) ? monthOf : shortDay) },
      { ...axis, size: 56, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000], values: (_, ticks) => ticks.map(number) },
    ],
    series: [
      {},
      ...series.map(({ name, tone, dash, filled }): uPlot.Series => ({
        label: name,
        stroke: colour(tone),
        width: 2,
        points: { show: days.length <= MOST_POINTS, size: 6, fill: colour('card') },
        ...(dash ? { dash } : {}),
        ...(filled ? { fill: colour(`${tone}-ground`, 'row') } : {}),
        ...(Plot.paths.stepped ? { paths: Plot.paths.stepped({ align: 1 }) } : {}),
      })),
    ],
  };
}

// Drawn anew when the colours change: by the system or by the person.
function useColours(): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const changed = () => setTurn((n) => n + 1);
    const system = matchMedia('(prefers-color-scheme: dark)');
    const chosen = new MutationObserver(changed);
    system.addEventListener('change', changed);
    chosen.observe(document.documentElement, { attributeFilter: ['data-colours'] });
    return () => {
      system.removeEventListener('change', changed);
      chosen.disconnect();
    };
  }, []);
  return turn;
}

export function Chart(props: ChartProps) {
  const { title, days, series, height = 260 } = props;
  const box = useRef<HTMLDivElement>(null);
  const colours = useColours();
  const [pointed, setPointed] = useState<number | null>(null);
  const data = JSON.stringify([days, series]);

  useEffect(() => {
    let plot: uPlot | null = null;
    let gone = false;
    const watcher = new ResizeObserver(([entry]) => plot?.setSize({ width: Math.floor(entry!.contentRect.width), height }));
    void import('uplot').then(
      ({ default: Plot }) => {
        if (gone || !box.current) return;
        const options = optionsOf(Plot, box.current.clientWidth, props);
        options.hooks = { setCursor: [(drawn) => setPointed(drawn.cursor.idx ?? null)] };
        plot = new Plot(options, [days.map(seconds), ...series.map(({ values }) => values)], box.current);
        watcher.observe(box.current);
      },
      () => {},
    ); // without it the table is left, with the same numbers
    return () => {
      gone = true;
      watcher.disconnect();
      plot?.destroy();
    };
  }, [data, height, colours]);

  const at = pointed ?? days.length - 1;
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      <div ref={box} class="chart-plot" role="img" aria-label={t('label', { title })} style={{ minHeight: `${height}px` }} />
      <p class="chart-legend">
        <span>{days[at] && dayText(days[at])}</span>
        {series.map(({ name, tone, dash, values }) => (
          <span key={name}>
            <svg width="28" height="10" aria-hidden="true">
              <line x1="0" y1="5" x2="28" y2="5" stroke={`var(--${tone})`} stroke-width="3" stroke-dasharray={dash?.join(' ')} />
            </svg>{' '}
            {name}: <strong>{shown(values[at])}</strong>
          </span>
        ))}
      </p>
      <details>
        <summary>{t('asTable')}</summary>
        <Table
          caption={title}
          rows={days.map((day, index) => ({ day, index })).reverse()}
          keyOf={({ day }) => day}
          columns={[
            { title: t('day'), cell: ({ day }) => dayText(day) },
            ...series.map(({ name, values }) => ({
              title: name,
              number: true,
              cell: ({ index }: { index: number }) => shown(values[index]),
            })),
          ]}
        />
      </details>
    </figure>
  );
}
