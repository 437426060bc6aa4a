// The world, with countries told apart by colour and by pattern. What it shows is in the list below
// it, too, which is what a screen reader and a keyboard read; the picture is one image with a name.
//
//   <WorldMap title='Positions' places={new Map([['DE', { className: 'good', label: 'Germany: approve' }]])}
//             legend={[{ className: 'good', label: 'approve' }]} />
import './map.css';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { useLoad } from '../api/load';
import { t } from '../texts/map';
import { NUMERIC } from './map_places';
import type { Layout, Region } from './map_shapes';
import { Choice, Shown } from './parts';

// How a place may look. Each has a colour that the style sheet gives, and a pattern that tells it
// from the others without colour.
export const LOOKS = ['good', 'bad', 'warn', 'strong', 'light', 'other', 'quiet'] as const;
export type Look = (typeof LOOKS)[number];

export interface Place {
  className: Look;
  label: string; // 'Germany: approve'
}

// ISO 3166-1 alpha-2 of a body's name, where it has the map's: members/de -> DE.
export function placeOf(member: string): string | null {
  const code = member.slice(member.lastIndexOf('/') + 1).toUpperCase();
  return NUMERIC.has(code) ? code : null;
}

const REGIONS: Region[] = ['world', 'africa', 'americas', 'asia', 'europe'];

// What lies on the colour of a look: six by six pixels.
const MARKS: Partial<Record<Look, string>> = {
  bad: 'M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2',
  warn: 'M1.5,1.5 h0.01 M4.5,4.5 h0.01',
  light: 'M0,3 h6',
  other: 'M3,0 v6 M0,3 h6',
  quiet: 'M-1,5 l2,2 M0,0 l6,6 M5,-1 l2,2',
};

function Pattern({ id, look }: { id: string; look: Look }) {
  return (
    <pattern id={`${id}-${look}`} width="6" height="6" patternUnits="userSpaceOnUse" class={look}>
      <rect width="6" height="6" class="map-ground" />
      {MARKS[look] && <path d={MARKS[look]} class="map-mark" />}
    </pattern>
  );
}

// As wide as its place, in pixels, so that patterns and dots are the same size on any screen.
function useWidth(): [{ current: HTMLDivElement | null }, number] {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  return [box, width];
}

function Picture({ title, summary, width, region, layOut, places }: {
  title: string;
  summary: string;
  width: number;
  region: Region;
  layOut: (width: number, region: Region) => Layout;
  places: Map<string, Place>;
}) {
  const id = useId();
  const layout = useMemo(() => layOut(width, region), [layOut, width, region]);
  const fill = (look: Look) => `url(#${id}-${look})`;
  return (
    <svg class="map-picture" role="img" aria-label={`${title}. ${summary}`} viewBox={`0 0 ${width} ${layout.height}`}>
      <defs>{LOOKS.map((look) => <Pattern key={look} id={id} look={look} />)}</defs>
      <path class="map-sea" d={layout.sea} />
      {layout.shapes.map(({ code, path }, index) => {
        const place = places.get(code);
        return place
          ? <path key={index} class="map-place" d={path} fill={fill(place.className)}><title>{place.label}</title></path>
          : <path key={index} class="map-land" d={path} />;
      })}
      <path class="map-borders" d={layout.borders} />
      {layout.dots.map(({ code, x, y }) => {
        const place = places.get(code);
        return place && (
          <circle key={code} class="map-place" cx={x} cy={y} r="4.5" fill={fill(place.className)}><title>{place.label}</title></circle>
        );
      })}
    </svg>
  );
}

function Sample({ look }: { look: Look }) {
  const id = useId();
  return (
    <svg class="map-sample" width="24" height="16" aria-hidden="true">
      <defs><Pattern id={id} look={look} /></defs>
      <rect class="map-place" x="1" y="1" width="22" height="14" fill={`url(#${id}-${look})`} />
    </svg>
  );
}

export function WorldMap({ title, places, legend }: {
  title: string;
  places: Map<string, Place>; // by ISO 3166-1 alpha-2
  legend: { className: Look; label: string }[];
}) {
  const [box, width] = useWidth();
  const [region, setRegion] = useState<Region>('world');
  const shapes = useLoad(() => import('./map_shapes'), []);
  const groups = legend.map((entry) => ({
    ...entry,
    labels: [...places.values()].filter((place) => place.className === entry.className).map((place) => place.label),
  }));
  const summary = groups.map(({ label, labels }) => t('count', { label, number: labels.length })).join('; ');

  return (
    <figure class="map" aria-label={title}>
      <div class="map-box" ref={box}>
        <Shown of={shapes}>
          {({ layOut }) => width > 0 && (
            <Picture title={title} summary={summary} width={width} region={region} layOut={layOut} places={places} />
          )}
        </Shown>
      </div>
      <figcaption>
        <div class="map-keys">
          <ul class="map-legend">
            {groups.map(({ className, label, labels }) => (
              <li key={className}><Sample look={className} /> {t('count', { label, number: labels.length })}</li>
            ))}
          </ul>
          <div class="no-print">
            <Choice label={t('show')} value={region} options={REGIONS.map((name) => [name, t(name)] as const)} onChange={setRegion} />
          </div>
        </div>
        <details class="no-print">
          <summary>{t('list')}</summary>
          <dl>
            {groups.map(({ className, label, labels }) => (
              <div key={className} class="map-group">
                <dt>{t('count', { label, number: labels.length })}</dt>
                <dd>{labels.sort((a, b) => a.localeCompare(b)).map((text) => <div key={text}>{text}</div>)}</dd>
              </div>
            ))}
          </dl>
        </details>
        <p class="hint">{t('borders')}</p>
      </figcaption>
    </figure>
  );
}
