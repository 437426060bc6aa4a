// A receipt that proves itself: what a voter keeps, and can show to anybody who has the public key.
import { toJsonString } from '@bufbuild/protobuf';
import { ProvenReceiptSchema, type ProvenReceipt } from '../../gen/placet/record/v1/log_pb';
import { records } from './clients';

// The service answers once a signed head has the event, a second later at most.
export const provenReceipt = (sequence: bigint, signal?: AbortSignal): Promise<ProvenReceipt> =>
  records.ballots.getReceipt({ sequence }, { timeoutMs: 30_000, ...(signal ? { signal } : {}) });

// As `placet vote --receipt` writes it, and `placet audit verify --receipt` reads it.
export const receiptFile = (receipt: ProvenReceipt): string =>
  toJsonString(ProvenReceiptSchema, receipt, { useProtoFieldName: true, alwaysEmitImplicit: true, prettySpaces: 1 });

export const receiptName = (subject: string, sequence: bigint): string =>
  `${subject
    .split('/')
    .filter((part) => part !== 'ballots' && part !== 'votes')
    .join('-')}-receipt-${sequence}.json`;
