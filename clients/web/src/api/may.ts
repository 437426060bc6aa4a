// May I? Asks a service what it would answer to calls that are not made, so that a control that
// would be refused is grey and says why.
import { create, type DescMethod, type MessageInitShape, type DescMessage } from '@bufbuild/protobuf';
import { anyPack } from '@bufbuild/protobuf/wkt';
import type { Answer } from '../../gen/placet/access/v1/access_service_pb';
import { access } from './clients';
import { useLoad } from './load';

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
