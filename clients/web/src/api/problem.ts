// What a service says when it says no: one sentence, the reason's name, what to do about it, and the
// fields that are at fault.
import { Code, ConnectError } from '@connectrpc/connect';

export interface Problem {
  code: string; // as Connect writes it, 'permission_denied'; 'unavailable' where nothing was reached
  reason: string; // 'ROLE_MISSING'; '' where none is given
  sentence: string;
  remedy: string;
  fields: { field: string; description: string }[];
  metadata: Record<string, string>; // what varies in the sentence, by name
}

const NAMES = Object.fromEntries(
  Object.entries(Code)
    .filter(([, value]) => typeof value === 'number')
    .map(([name, value]) => [value, name.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase()]),
) as Record<number, string>;

interface Debug {
  reason?: string;
  metadata?: Record<string, string>;
  fieldViolations?: { field?: string; description?: string }[];
}

// The details as JSON, which the gateway lays beside the bytes.
function fromDebugs(problem: Problem, debugs: (Debug | undefined)[]): Problem {
  for (const debug of debugs) {
    if (!debug) continue;
    if (debug.reason) problem.reason = debug.reason;
    Object.assign(problem.metadata, debug.metadata);
    if (debug.metadata?.['remedy']) problem.remedy = debug.metadata['remedy'];
    for (const violation of debug.fieldViolations ?? []) {
      problem.fields.push({ field: violation.field ?? '', description: violation.description ?? '' });
    }
  }
  return problem;
}

export function problemOf(error: unknown): Problem {
  const problem: Problem = { code: 'unavailable', reason: '', sentence: '', remedy: '', fields: [], metadata: {} };
  if (error instanceof ConnectError) {
    // What fetch throws is a TypeError: nothing was reached.
    problem.code = error.cause instanceof TypeError ? 'unavailable' : (NAMES[error.code] ?? 'unknown');
    problem.sentence = error.rawMessage;
    return fromDebugs(problem, error.details.map((detail) => ('debug' in detail ? (detail.debug as Debug) : undefined)));
  }
  if (error && typeof error === 'object' && 'code' in error && 'details' in error) {
    const answer = error as { code: string; message?: string; details: { debug?: Debug }[] };
    problem.code = answer.code;
    problem.sentence = answer.message ?? '';
    return fromDebugs(problem, answer.details.map((detail) => detail.debug));
  }
  problem.sentence = error instanceof Error ? error.message : String(error);
  return problem;
}
