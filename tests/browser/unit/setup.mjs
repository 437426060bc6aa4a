// What a browser has and Node 18 does not. To be imported first.
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto;
globalThis.document ??= { documentElement: { lang: 'en', dataset: {} } };
const kept = new Map();
globalThis.localStorage ??= {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, value),
  removeItem: (key) => void kept.delete(key),
};
