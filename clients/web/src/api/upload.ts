// Uploads: a stream of requests with one answer. Browsers send no streams, so the messages go as
// Connect's envelopes in one body, and the gateway makes a stream of them again.
import { create, fromBinary, toBinary, type DescMethod, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf';
import {
  CommentService,
  ImportCommentsRequestSchema,
  type ImportCommentsRequest,
  type ImportCommentsResponse,
  type ImportHeader,
} from '../../gen/placet/comments/v1/comment_service_pb';
import { requestId } from './clients';
import { problemOf } from './problem';
import { csrf, forget, fresh, refresh } from './session';

const HEAD = 5; // one byte of flags, four of length
const END = 2; // the flag of the last envelope: how it went, as JSON
const PIECE = 256 * 1024;

export function envelope(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const framed = new Uint8Array(HEAD + message.length);
  new DataView(framed.buffer).setUint32(1, message.length);
  framed.set(message, HEAD);
  return framed;
}

interface Envelope {
  flags: number;
  message: Uint8Array;
}

export function envelopes(body: Uint8Array): Envelope[] {
  const found: Envelope[] = [];
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  for (let at = 0; at + HEAD <= body.length; ) {
    const end = at + HEAD + view.getUint32(at + 1);
    if (end > body.length) break; // cut short: the end is missing, which is told below
    found.push({ flags: body[at]!, message: body.subarray(at + HEAD, end) });
    at = end;
  }
  return found;
}

// Throws what problemOf understands.
async function send(path: string, body: Blob, signal?: AbortSignal): Promise<Envelope[]> {
  await fresh();
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/connect+proto', 'connect-protocol-version': '1', 'x-placet-csrf': csrf() },
    body,
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) {
    const refused = await response.json().catch(() => ({}));
    throw { code: 'unavailable', message: response.statusText, ...refused, details: refused.details ?? [] };
  }
  const answered = envelopes(new Uint8Array(await response.arrayBuffer()));
  const end = answered.find(({ flags }) => flags & END);
  if (!end) throw new Error('the answer was cut short');
  const { error } = JSON.parse(new TextDecoder().decode(end.message) || '{}');
  if (error) throw { ...error, details: error.details ?? [] };
  return answered.filter(({ flags }) => !(flags & END));
}

// All messages at once; the one answer. A repeat after a loss of the connection must carry the same
// request_id, as everywhere.
export async function upload<M extends DescMethod>(
  method: M,
  messages: MessageInitShape<M['input']>[],
  signal?: AbortSignal,
): Promise<MessageShape<M['output']>> {
  const path = `/${method.parent.typeName}/${method.name}`;
  const body = new Blob(messages.map((message) => envelope(toBinary(method.input, create(method.input, message)))));
  let answered: Envelope[];
  try {
    answered = await send(path, body, signal);
  } catch (error) {
    const problem = problemOf(error);
    if (problem.code !== 'unauthenticated') throw error;
    if (problem.reason !== 'TOKEN_EXPIRED' || !(await refresh())) {
      forget();
      throw error;
    }
    answered = await send(path, body, signal);
  }
  if (!answered[0]) throw new Error('the answer is empty');
  return fromBinary(method.output, answered[0].message) as MessageShape<M['output']>;
}

export const uploadComments = (messages: ImportCommentsRequest[], signal?: AbortSignal): Promise<ImportCommentsResponse> =>
  upload(CommentService.method.importComments, messages, signal);

// The messages of an import: what it is about, then the files in pieces. Files go by their bytes, so
// that a check and the import that follows it are of the same content.
export interface ImportFile {
  name: string;
  content: Uint8Array;
}

export function importMessages(
  header: Omit<ImportHeader, '$typeName' | '$unknown' | 'vote' | 'liaison'> & Pick<Partial<ImportHeader>, 'vote' | 'liaison'>,
  files: ImportFile[],
  id = requestId(),
): ImportCommentsRequest[] {
  const messages = [create(ImportCommentsRequestSchema, { requestId: id, part: { case: 'header', value: header } })];
  for (const { name, content } of files) {
    for (let at = 0; at === 0 || at < content.length; at += PIECE) {
      const piece = { file: name, content: content.subarray(at, at + PIECE) };
      messages.push(create(ImportCommentsRequestSchema, { part: { case: 'piece', value: piece } }));
    }
  }
  return messages;
}
