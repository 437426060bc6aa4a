// Clients that others wrote, against a gateway: clients.mjs http://ADDRESS DESCRIPTORS. The service
// behind is scripted by clients_test.cc. Ends with 0 where every client saw what was sent.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createFileRegistry, create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import * as onNode from '@connectrpc/connect-node';
import * as onWeb from '@connectrpc/connect-web';
import grpcWeb from 'grpc-web';
import xhr2 from 'xhr2';

const [address, descriptors] = process.argv.slice(2);
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(descriptors)));
const service = registry.getService('placet.ballots.v1.BallotService');
const comments = registry.getService('placet.comments.v1.CommentService');
const info = registry.getMessage('google.rpc.ErrorInfo');

const transports = {
  'connect-node, JSON': onNode.createConnectTransport({ baseUrl: address, httpVersion: '1.1' }),
  'connect-node, binary': onNode.createConnectTransport({
    baseUrl: address, httpVersion: '1.1', useBinaryFormat: true, sendCompression: null,
  }),
  'connect-node, GET': onNode.createConnectTransport({
    baseUrl: address, httpVersion: '1.1', useHttpGet: true, useBinaryFormat: true,
  }),
  'connect-node, gRPC-Web': onNode.createGrpcWebTransport({ baseUrl: address, httpVersion: '1.1' }),
  'connect-web, JSON': onWeb.createConnectTransport({ baseUrl: address, useHttpGet: true }),
  'connect-web, binary': onWeb.createConnectTransport({ baseUrl: address, useBinaryFormat: true }),
  'connect-web, gRPC-Web': onWeb.createGrpcWebTransport({ baseUrl: address }),
};

async function refused(call, code) {
  try {
    await call();
  } catch (thrown) {
    const error = ConnectError.from(thrown);
    assert.equal(error.code, code, error.message);
    return error;
  }
  assert.fail('it was not refused');
}

for (const [name, transport] of Object.entries(transports)) {
  const client = createClient(service, transport);
  assert.equal((await client.getBallot({ name: 'ballots/a' })).name, 'ballots/a');

  const none = await refused(() => client.getBallot({ name: 'ballots/none' }), Code.NotFound);
  assert.equal(none.rawMessage, 'there is no \u00e9lection');
  assert.equal(none.findDetails(info)[0].reason, 'BALLOT_UNKNOWN');

  const subjects = [];
  for await (const event of client.watchEvents({})) subjects.push(event.subject);
  assert.deepEqual(subjects, ['e', 'e', 'e']);

  await refused(() => client.getBallot({ name: 'ballots/hang' }, { timeoutMs: 150 }),
    Code.DeadlineExceeded);

  const left = new AbortController();
  setTimeout(() => left.abort(), 50);
  await refused(() => client.getBallot({ name: 'ballots/hang' }, { signal: left.signal }),
    Code.Canceled);
  console.log(`${name}: ok`);
}

// An upload in several envelopes.
const upload = createClient(comments, transports['connect-node, JSON']);
async function* parts() {
  for (let i = 0; i < 3; ++i) yield { };
}
await upload.importComments(parts());
console.log('connect-node, upload: ok');

// Google's own client, which knows browsers only.
globalThis.XMLHttpRequest = xhr2;
const request = registry.getMessage('placet.ballots.v1.GetBallotRequest');
const ballot = registry.getMessage('placet.ballots.v1.Ballot');
const method = new grpcWeb.MethodDescriptor(
  '/placet.ballots.v1.BallotService/GetBallot', grpcWeb.MethodType.UNARY, Object, Object,
  (message) => toBinary(request, create(request, message)), (bytes) => fromBinary(ballot, bytes));
for (const format of ['text', 'binary']) {
  const client = new grpcWeb.GrpcWebClientBase({ format });
  const path = address + method.getName();
  const call = (message) => new Promise((resolve, reject) => {
    client.rpcCall(path, message, {}, method,
      (error, response) => (error ? reject(error) : resolve(response)));
  });
  assert.equal((await call({ name: 'ballots/b' })).name, 'ballots/b');
  await assert.rejects(call({ name: 'ballots/none' }),
    (error) => error.code === 5 && error.message === 'there is no \u00e9lection');
  console.log(`grpc-web, ${format}: ok`);
}
process.exit(0);
