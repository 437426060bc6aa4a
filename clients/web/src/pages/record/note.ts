// Keys, and the text of a head that is signed: a checkpoint as C2SP's tlog-checkpoint and
// signed-note have it.
import { create } from '@bufbuild/protobuf';
import { TreeHeadSchema, type TreeHead } from '../../../gen/placet/record/v1/log_pb';
import { base64, bigEndian, concat, fromBase64, hex, same, utf8, type Bytes } from './bytes';
import { micros } from './leaf';
import { sha256 } from './merkle';
import type { Report } from './report';

const ED25519 = 1; // kind of a signed-note key
const DASH = '\u2014 '; // how a line of a signature begins
// What stands before the 32 bytes of an Ed25519 key in SubjectPublicKeyInfo (RFC 8410).
const SPKI = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00);

export interface Key {
  der: Bytes;
  raw: Bytes;
  id: Bytes; // SHA-256 of der
  verifies: (text: Bytes, signature: Bytes) => Promise<boolean>;
}

// Nothing where it is no public key of Ed25519. Throws where the browser knows no Ed25519.
export async function keyOfDer(der: Bytes): Promise<Key | null> {
  if (der.length !== SPKI.length + 32 || !same(der.subarray(0, SPKI.length), SPKI)) return null;
  const raw = der.slice(SPKI.length);
  const key = await crypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify']);
  return {
    der,
    raw,
    id: await sha256(der),
    verifies: (text, signature) => crypto.subtle.verify({ name: 'Ed25519' }, key, signature, text),
  };
}

const PEM = /-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----/g;

// All keys of a text, one after the other; nothing where one of them is no public key of Ed25519.
export async function keysOfPem(text: string): Promise<Key[] | null> {
  const found: Key[] = [];
  for (const [, body = ''] of text.matchAll(PEM)) {
    const der = fromBase64(body.replace(/\s+/g, ''));
    const key = der && (await keyOfDer(der));
    if (!key) return null;
    found.push(key);
  }
  return text.replaceAll(PEM, '').trim() === '' ? found : null;
}

function timeText(micro: bigint): string {
  const seconds = micro / 1_000_000n;
  const at = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return `${at}.${String(micro % 1_000_000n).padStart(6, '0')}Z`;
}

// The lines that are signed, each with its end; nothing where the head has not the form of one.
export function headText(head: TreeHead): string | null {
  const time = micros(head.time);
  if (time === null || time < 0n || head.size < 0n || head.root.length !== 32 || head.log.includes('\n')) return null;
  return `${head.log}\n${head.size}\n${base64(head.root)}\ntime ${timeText(time)}\n`;
}

const keyHash = async (name: string, kind: number, raw: Uint8Array): Promise<Bytes> =>
  (await sha256(utf8(`${name}\n`), Uint8Array.of(kind), raw)).subarray(0, 4) as Bytes;

// The key that a head says it was signed with; where it is none of these, the first.
export async function keyFor(head: TreeHead | undefined, keys: Key[]): Promise<Key | null> {
  for (const key of head ? keys : []) {
    const id = head!.keyId.length === 4 ? await keyHash(head!.log, ED25519, key.raw) : key.id;
    if (same(id, head!.keyId)) return key;
  }
  return keys[0] ?? null;
}

// log, size, root, time, signature and four bytes of the key of a note; nothing where it has not this form.
export function parseNote(note: string): TreeHead | null {
  const lines = note.split('\n');
  const [log = '', size = '', root = '', time = '', empty, line = ''] = lines;
  const rootBytes = fromBase64(root);
  const at = /^time (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{6})Z$/.exec(time);
  const begin = `${DASH}${log} `;
  const signed = line.startsWith(begin) ? fromBase64(line.slice(begin.length)) : null;
  if (lines.length < 6 || !/^(0|[1-9]\d{0,17})$/.test(size) || rootBytes?.length !== 32 || !at || empty !== '' || signed?.length !== 68)
    return null;
  const seconds = Date.parse(`${at[1]}Z`);
  if (Number.isNaN(seconds)) return null;
  return create(TreeHeadSchema, {
    log,
    size: BigInt(size),
    root: rootBytes,
    time: { seconds: BigInt(seconds / 1000), nanos: Number(at[2]) * 1000 },
    keyId: signed.subarray(0, 4),
    signature: signed.subarray(4),
    note,
  });
}

// That the note, which others can read, says the same as the head's fields.
async function checkNote(head: TreeHead, text: string, key: Key, place: string, report: Report, fromNote: boolean): Promise<void> {
  const [own = '', ...rest] = head.note.slice(text.length + 1).split('\n');
  if (!head.note.startsWith(`${text}\n`) || rest.at(-1) !== '') return report.add(0n, `${place} note`, 'noteForm');
  const mark = concat(await keyHash(head.log, ED25519, key.raw), head.signature);
  if (own !== `${DASH}${head.log} ${base64(mark)}`) report.add(0n, `${place} note`, 'noteOther', own, `${DASH}${head.log} ${base64(mark)}`);
  // A witness's line must be that of a signature that the head lists; whose it is, its own key would say.
  const lines = rest.slice(0, -1);
  for (const line of fromNote ? [] : lines) {
    const known = head.cosignatures.some((signed) => {
      const begin = `${DASH}${signed.witness} `;
      const bytes = line.startsWith(begin) ? fromBase64(line.slice(begin.length)) : null;
      return bytes && same(bytes.subarray(4), concat(bigEndian(BigInt.asUintN(64, signed.time), 8), signed.signature));
    });
    if (!known) report.add(0n, `${place} note`, 'witnessForm', line);
  }
}

// The signature over the head. A head read from a note names its key by four bytes alone.
export async function checkHead(head: TreeHead, key: Key, report: Report, fromNote = false): Promise<void> {
  const place = `tree_head ${head.size}`;
  const text = headText(head);
  if (text === null) return report.add(0n, place, 'headForm');
  if (!fromNote && !same(head.keyId, key.id)) report.add(0n, `${place} key_id`, 'keyOther', hex(head.keyId), hex(key.id));
  if (!(await key.verifies(utf8(text), head.signature as Bytes)))
    report.add(0n, `${place} signature`, 'signature', text.trimEnd().replaceAll('\n', ' '));
  if (head.note !== '') await checkNote(head, text, key, place, report, fromNote);
}
