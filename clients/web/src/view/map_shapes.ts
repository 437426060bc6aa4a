// The shapes of the world map, laid out for a width: Natural Earth 1:110 m, equal-earth projection.
// Loaded with the first map that is shown.
import { geoEqualEarth, geoPath, type GeoPermissibleObjects } from 'd3-geo';
import type { FeatureCollection, MultiPoint } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import world from 'world-atlas/countries-110m.json';
import { NUMERIC, PLACES } from './map_places';

// What of the world is shown: two corners, west and south, east and north.
export const REGIONS = {
  world: [-165, -56, 180, 84],
  africa: [-20, -36, 58, 38],
  americas: [-128, -56, -34, 62],
  asia: [26, -46, 180, 56],
  europe: [-24, 34, 46, 70],
} as const;
export type Region = keyof typeof REGIONS;

export interface Shape {
  code: string; // alpha-2; '' where ISO has none
  path: string;
}
export interface Dot {
  code: string;
  x: number;
  y: number;
}
export interface Layout {
  height: number;
  sea: string;
  shapes: Shape[];
  borders: string;
  dots: Dot[]; // of every country that has no shape, or one too small to be seen
}

const topology = world as unknown as Topology;
const ANTARCTICA = '010'; // nobody votes there, and it would take a fifth of the height
const all = topology.objects['countries'] as GeometryCollection;
const objects: GeometryCollection = { ...all, geometries: all.geometries.filter(({ id }) => id !== ANTARCTICA) };
const countries = feature(topology, objects) as FeatureCollection;
const borders = mesh(topology, objects, (a, b) => a !== b);
const codeOf = new Map([...NUMERIC].map(([code, numeric]) => [numeric, code]));

const SMALL = 14; // square pixels

// The border of a region in steps, so that its bent sides are seen, too.
function frameOf(region: Region): MultiPoint {
  const [west, south, east, north] = REGIONS[region];
  const coordinates: [number, number][] = [];
  for (let step = 0; step <= 10; ++step) {
    const longitude = west + ((east - west) * step) / 10;
    const latitude = south + ((north - south) * step) / 10;
    coordinates.push([longitude, south], [longitude, north], [west, latitude], [east, latitude]);
  }
  return { type: 'MultiPoint', coordinates };
}

export function layOut(width: number, region: Region): Layout {
  const frame = frameOf(region) as GeoPermissibleObjects;
  const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(width, frame);
  const height = Math.ceil(geoPath(projection).bounds(frame)[1][1]);
  projection.clipExtent([[-20, -20], [width + 20, height + 20]]).precision(0.5);
  const path = geoPath(projection).digits(1);
  const shapes: Shape[] = [];
  const dots: Dot[] = [];
  for (const country of countries.features) {
    const drawn = path(country);
    if (!drawn) continue;
    const code = codeOf.get(String(country.id)) ?? '';
    shapes.push({ code, path: drawn });
    const [x, y] = path.centroid(country);
    if (code && path.area(country) < SMALL) dots.push({ code, x, y });
  }
  for (const [code, at] of PLACES) {
    const [x, y] = projection(at) ?? [-1, -1];
    if (x >= 0 && x <= width && y >= 0 && y <= height) dots.push({ code, x, y });
  }
  return { height, sea: path({ type: 'Sphere' }) ?? '', shapes, borders: path(borders) ?? '', dots };
}
