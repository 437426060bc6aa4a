// The services, by way of the gateway: Connect with binary bodies, the session's cookie, the csrf
// token. Generated from the contracts; nothing in here knows what an rpc does.
import { createClient, type Client, type Interceptor } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-web';
import type { DescService } from '@bufbuild/protobuf';
import { AccessService } from '../../gen/placet/access/v1/access_service_pb';
import { AnalysisService } from '../../gen/placet/ballots/v1/analysis_pb';
import { BallotService } from '../../gen/placet/ballots/v1/ballot_service_pb';
import { BoardService } from '../../gen/placet/ballots/v1/board_pb';
import { DecisionService } from '../../gen/placet/ballots/v1/decision_service_pb';
import { ObligationService } from '../../gen/placet/ballots/v1/obligations_pb';
import { RulesService } from '../../gen/placet/ballots/v1/rules_pb';
import { MemberService } from '../../gen/placet/members/v1/member_service_pb';
import { RecordService } from '../../gen/placet/record/v1/record_service_pb';
import { problemOf } from './problem';
import { csrf, forget, fresh, refresh } from './session';

const withSession: Interceptor = (next) => async (request) => {
  await fresh();
  request.header.set('x-placet-csrf', csrf());
  try {
    return await next(request);
  } catch (error) {
    const problem = problemOf(error);
    if (problem.code !== 'unauthenticated') throw error;
    if (problem.reason !== 'TOKEN_EXPIRED' || request.stream || !(await refresh())) {
      forget();
      throw error;
    }
    request.header.set('x-placet-csrf', csrf());
    return next(request);
  }
};

const transport = (prefix: string) =>
  createConnectTransport({ baseUrl: location.origin + prefix, useBinaryFormat: true, interceptors: [withSession] });
const main = transport('');

// A client of any service; pages that need one of their own make it with this.
export const clientOf = <T extends DescService>(service: T): Client<T> => createClient(service, main);

export const analysis = clientOf(AnalysisService);
export const ballots = clientOf(BallotService);
export const board = clientOf(BoardService);
export const decisions = clientOf(DecisionService);
export const members = clientOf(MemberService);
export const obligations = clientOf(ObligationService);
export const rules = clientOf(RulesService);

// What every service has stands behind the name of one.
export const access = {
  ballots: createClient(AccessService, transport('/ballots')),
  comments: createClient(AccessService, transport('/comments')),
  members: createClient(AccessService, transport('/members')),
};

export const records = {
  ballots: createClient(RecordService, transport('/ballots')),
  comments: createClient(RecordService, transport('/comments')),
  members: createClient(RecordService, transport('/members')),
};

// Says that a repeat is the same call. New for each thing that somebody wants done.
export const requestId = (): string => crypto.randomUUID();
