// What a file is, told by its content.
import { fromJson, type JsonValue } from '@bufbuild/protobuf';
import {
  BundleSchema,
  ProvenReceiptSchema,
  TreeHeadSchema,
  type Bundle,
  type ProvenReceipt,
  type TreeHead,
} from '../../../gen/placet/record/v1/log_pb';
import { keysOfPem, parseNote, type Key } from './note';

export type Content =
  | { kind: 'bundle'; bundle: Bundle }
  | { kind: 'receipt'; receipt: ProvenReceipt }
  | { kind: 'head'; head: TreeHead; fromNote: boolean }
  | { kind: 'key'; keys: Key[] }
  | { kind: 'unknown'; why: 'privateKey' | 'badKey' | 'badJson' | 'otherJson' | 'other'; detail: string };

function unknown(why: (Content & { kind: 'unknown' })['why'], detail = ''): Content {
  return { kind: 'unknown', why, detail };
}

// A field that the contracts do not know is refused: who put it in meant something by it.
function ofJson(json: JsonValue): Content {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return unknown('otherJson');
  const has = (name: string) => Object.hasOwn(json, name);
  if (has('entries')) return { kind: 'bundle', bundle: fromJson(BundleSchema, json) };
  if (has('entry')) return { kind: 'receipt', receipt: fromJson(ProvenReceiptSchema, json) };
  if (has('root')) return { kind: 'head', head: fromJson(TreeHeadSchema, json), fromNote: false };
  return unknown('otherJson');
}

export async function contentOf(text: string): Promise<Content> {
  if (text.includes('PRIVATE KEY-----')) return unknown('privateKey');
  if (text.includes('-----BEGIN')) {
    const keys = await keysOfPem(text);
    return keys?.length ? { kind: 'key', keys } : unknown('badKey');
  }
  if (/^\s*[{[]/.test(text)) {
    try {
      return ofJson(JSON.parse(text) as JsonValue);
    } catch (error) {
      return unknown('badJson', error instanceof Error ? error.message : String(error));
    }
  }
  const head = parseNote(text);
  return head ? { kind: 'head', head, fromNote: true } : unknown('other');
}
