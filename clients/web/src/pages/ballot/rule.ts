// The row of rules under which a ballot is held; of a draft: the one that would be in force.
import { Answer, Entitlement, type Ballot } from '../../../gen/placet/ballots/v1/ballots_pb';
import { Electorate, TextRule, type Edition, type Offer, type Rule } from '../../../gen/placet/ballots/v1/rules_pb';
import { rules } from '../../api/clients';
import { useLoad, type Loaded } from '../../api/load';
import { dayIn } from '../../view/geneva';

export interface InForce {
  rule: Rule | null; // null: no row for this kind
  edition: Edition | null;
}

export function useRule(ballot: Pick<Ballot, 'kind' | 'rulesEdition' | 'opensOn' | 'committeeReference'>): Loaded<InForce> {
  const { kind, rulesEdition, opensOn, committeeReference } = ballot;
  return useLoad(
    async (signal) => {
      const request = rulesEdition ? { kind, edition: rulesEdition } : { kind, day: opensOn || dayIn(), committeeReference };
      const found = await rules.listRules(request, { signal });
      const rule = found.rules[0] ?? null;
      return { rule, edition: found.editions.find(({ id }) => id === rule?.edition) ?? null };
    },
    [kind, rulesEdition, opensOn, committeeReference],
  );
}

interface Offered {
  answer: Answer;
  text: TextRule;
}

// What comments alone are made of: a body without a vote, or a consultation.
const COMMENTS: Offered[] = [
  { answer: Answer.COMMENTS, text: TextRule.COMPULSORY },
  { answer: Answer.NO_COMMENTS, text: TextRule.NONE },
];

export function offersFor(rule: Rule, entitlement: Entitlement): (Offer | Offered)[] {
  const votes = entitlement === Entitlement.MUST_VOTE || entitlement === Entitlement.MAY_VOTE;
  return votes && rule.answers.length > 0 ? rule.answers : COMMENTS;
}

// Experts are asked for where a criterion counts them or a question speaks of taking part.
export const asksForExperts = (rule: Rule): boolean =>
  rule.criteria.some(({ id }) => id.startsWith('experts')) || rule.questions.some(({ id }) => id === 'active-part');

export const ofPersons = (rule: Rule): boolean => rule.electorate === Electorate.EXPERTS;
