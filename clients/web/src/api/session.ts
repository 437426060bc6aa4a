// Who is signed in. Tokens are in cookies that no script can read; what stays here is whose they are
// and until when, and the csrf token that goes back with everything but GET.
import { useEffect, useState } from 'preact/hooks';
import type { Person } from '../../gen/placet/members/v1/members_pb';
import { problemOf, type Problem } from './problem';

interface Session {
  person: string; // 'people/voter-de'
  expires: number; // of the access token, ms
  details: Person | null; // with grants; null until the directory has answered
}

let session: Session | null = null;
const listeners = new Set<() => void>();
const changed = () => listeners.forEach((listener) => listener());

export const currentSession = (): Session | null => session;

export function useSession(): Session | null {
  const [, redraw] = useState(0);
  useEffect(() => {
    const listener = () => redraw((n) => n + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return session;
}

export function csrf(): string {
  return /(?:^|; )(?:__Host-)?placet-csrf=([^;]*)/.exec(document.cookie)?.[1] ?? '';
}

async function ask(method: string, path: string, body?: unknown): Promise<Problem | null> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: { 'x-placet-csrf': csrf(), ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  } catch (error) {
    return problemOf(error);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) return problemOf(answer);
  if (method === 'DELETE') {
    session = null;
  } else {
    const same = session?.person === answer.person ? session!.details : null;
    session = { person: answer.person, expires: Date.parse(answer.expireTime), details: same };
  }
  changed();
  return null;
}

// What the directory says of the person; set by main.tsx, which has the clients.
export function setDetails(details: Person): void {
  if (session?.person === details.name) session = { ...session, details };
  changed();
}

export const signIn = (person: string, password: string) => ask('POST', '/session', { person, password });
export const signOut = () => ask('DELETE', '/session');

export function forget(): void {
  session = null;
  changed();
}

// At the start: a session of before, if its refresh token is still good.
export async function resume(): Promise<void> {
  if (!csrf()) return;
  if (await ask('GET', '/session')) await refresh();
}

// A refresh token serves once, and tabs share it: one tab asks, the others find it done.
export async function refresh(): Promise<boolean> {
  return navigator.locks.request('placet-session', async () => {
    if ((await ask('GET', '/session')) === null && session!.expires - Date.now() > 60_000) return true;
    const problem = await ask('POST', '/session/refresh');
    if (problem?.code === 'unauthenticated') forget();
    return problem === null;
  });
}

export async function fresh(): Promise<void> {
  if (session && session.expires - Date.now() < 30_000) await refresh();
}
