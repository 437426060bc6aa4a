// The bytes of an event that are hashed, as services/record/README.md lists them.
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import type { Entry } from '../../../gen/placet/record/v1/log_pb';
import { bigEndian, concat, utf8, type Bytes } from './bytes';
import { leafHash } from './merkle';

const VERSION = 1;
const MICROS_TO_2000 = 946_684_800_000_000n;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NO_UUID = '00000000-0000-0000-0000-000000000000';

// Nothing where it says more than microseconds, which no leaf can.
export function micros(time: Timestamp | undefined): bigint | null {
  if (!time || time.nanos % 1000 !== 0) return null;
  return time.seconds * 1_000_000n + BigInt(time.nanos / 1000);
}

const prefixed = (part: Uint8Array): Bytes => concat(bigEndian(BigInt(part.length), 4), part);

function uuid(text: string): Bytes | null {
  if (text === '') return new Uint8Array(16);
  if (!UUID.test(text) || text === NO_UUID) return null;
  return Uint8Array.from(text.replaceAll('-', '').match(/../g)!, (byte) => parseInt(byte, 16));
}

// What follows the 0x00; nothing where a field has a form that no leaf is made of.
export function leafBytes(entry: Entry): Bytes | null {
  const time = micros(entry.commitTime);
  const request = uuid(entry.requestId);
  if (time === null || request === null || entry.blind.length !== 16 || entry.sequence < 1n) return null;
  return concat(
    Uint8Array.of(VERSION),
    bigEndian(entry.sequence, 8),
    entry.blind,
    bigEndian(BigInt.asUintN(64, time - MICROS_TO_2000), 8),
    prefixed(utf8(entry.actor)),
    prefixed(utf8(entry.subject)),
    prefixed(utf8(entry.ballot)),
    request,
    prefixed(entry.fingerprint),
    prefixed(entry.extra),
    entry.change,
  );
}

export async function leafOf(entry: Entry): Promise<Bytes | null> {
  const bytes = leafBytes(entry);
  return bytes && leafHash(bytes);
}
