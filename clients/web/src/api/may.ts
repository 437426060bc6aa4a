// May I? Asks a service what it would answer to calls that are not made, so that a control that
// would be refused is grey and says why.
import { create, type DescMethod, type MessageInitShape, type DescMessage } from '@bufbuild/protobuf';
import { anyPack } from '@bufbuild/protobuf/wkt';
import type { Answer } from '../../gen/placet/access/v1/access_service_pb';
import { access } from './clients';
import { useLoad } from './load';
import type { Problem } from './problem';

export interface Wish {
  method: DescMethod;
  request: MessageInitShape<DescMessage>;
}

export const wish = <M extends DescMethod>(method: M, request: MessageInitShape<M['input']>): Wish => ({
  method,
  request: request as MessageInitShape<DescMessage>,
});

const MOST = 100; // questions that one call takes

// One answer for each wish, in their order.
export async function mayI(service: keyof typeof access, wishes: Wish[], signal: AbortSignal): Promise<Answer[]> {
  const questions = wishes.map(({ method, request }) => ({
    method: `${method.parent.typeName}.${method.name}`,
    request: anyPack(method.input, create(method.input, request)),
  }));
  const answers: Answer[] = [];
  for (let at = 0; at < questions.length; at += MOST) {
    answers.push(...(await access[service].mayI({ questions: questions.slice(at, at + MOST) }, { signal })).answers);
  }
  return answers;
}

// The same for a component; undefined until they are there.
export function useMayI(service: keyof typeof access, wishes: Wish[], depends: unknown[]): (Answer | undefined)[] {
  const { value } = useLoad((signal) => mayI(service, wishes, signal), depends);
  return wishes.map((_, index) => value?.[index]);
}

// The same for one call, of a form that is being filled in: null where it would succeed.
export async function refusalOf(service: keyof typeof access, { method, request }: Wish, signal?: AbortSignal): Promise<Problem | null> {
  const question = {
    method: `${method.parent.typeName}.${method.name}`,
    request: anyPack(method.input, create(method.input, request)),
  };
  const { answers } = await access[service].mayI({ questions: [question] }, signal ? { signal } : {});
  const refusal = answers[0]?.refusal;
  if (!refusal || answers[0]!.allowed) return null;
  const { code, reason, sentence, remedy, field } = refusal;
  return { code: code.toLowerCase(), reason, sentence, remedy, fields: field ? [{ field, description: sentence }] : [], metadata: {} };
}
