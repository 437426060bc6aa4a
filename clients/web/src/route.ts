// Where the reader is: #/ballots/iso-dis-20435?tab=votes. Filters stand in the address, so that a
// view can be kept and sent; the server sees none of it.
import { useEffect, useState } from 'preact/hooks';

export interface Route {
  path: string[]; // ['ballots', 'iso-dis-20435']
  query: URLSearchParams;
}

export function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  return {
    path: path.split('/').filter(Boolean).map(decodeURIComponent),
    query: new URLSearchParams(query),
  };
}

type Query = Record<string, string | undefined>;

export function hrefOf(path: string[], query: Query = {}): string {
  const filled = Object.entries(query).filter((pair): pair is [string, string] => !!pair[1]);
  const search = new URLSearchParams(filled).toString();
  return `#/${path.map(encodeURIComponent).join('/')}${search && `?${search}`}`;
}

export function go(path: string[], query: Query = {}): void {
  location.hash = hrefOf(path, query);
}

// Changes some of the query of the present page; '' or undefined takes one out. Without a new entry
// in the history: who filters does not want to go back through every letter.
export function setQuery(changes: Query): void {
  const { path, query } = routeOf(location.hash);
  const next: Query = { ...Object.fromEntries(query), ...changes };
  history.replaceState(null, '', hrefOf(path, next));
  dispatchEvent(new HashChangeEvent('hashchange'));
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return routeOf(hash);
}

// 'ballots/iso-dis-20435' -> 'iso-dis-20435'
export const idOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
