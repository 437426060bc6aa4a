// What a browser has and Node 18 does not.
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto;
