// A thought about other votes: what was changed, how it stands in the address, and the changes of
// single bodies that the service is asked about. What follows from them the service says.
import { create } from '@bufbuild/protobuf';
import { VoteChangeSchema, type VoteChange } from '../../../../gen/placet/ballots/v1/analysis_pb';
import {
  Answer,
  Entitlement,
  QuestionAnswerSchema,
  type Ballot,
  type QuestionAnswer,
  type RollEntry,
  type Vote,
} from '../../../../gen/placet/ballots/v1/ballots_pb';
import type { Rule } from '../../../../gen/placet/ballots/v1/rules_pb';
import { idOf } from '../../../route';
import { MemberStatus } from '../../../../gen/placet/ballots/v1/tallies_pb';

// A body that may vote, with its vote.
export interface Body {
  member: string;
  country: string;
  p: boolean;
  answer: Answer; // UNSPECIFIED: none
  hasText: boolean;
  expert: boolean;
  answers: QuestionAnswer[];
}

export function bodiesOf(roll: RollEntry[], votes: Vote[]): Body[] {
  const cast = new Map(votes.map((vote) => [`members/${idOf(vote.name)}`, vote]));
  return roll
    .filter(({ entitlement }) => entitlement === Entitlement.MUST_VOTE || entitlement === Entitlement.MAY_VOTE)
    .map((entry) => {
      const member = `members/${idOf(entry.name)}`; // persons have no vote
      const vote = cast.get(member);
      return {
        member,
        country: entry.country || entry.acronym,
        p: entry.status === MemberStatus.P,
        answer: vote?.answer ?? Answer.UNSPECIFIED,
        hasText: !!vote?.text,
        expert: (vote?.experts.length ?? 0) > 0,
        answers: vote?.answers ?? [],
      };
    })
    .sort((a, b) => a.country.localeCompare(b.country));
}

// What a body would do instead.
export interface Flip {
  what: 'answer' | 'ruled-out' | 'none';
  answer: Answer;
  marks: string[]; // 'expert', 'part', 'uses', 'no-text'
  choices: Record<string, string>; // by Question.id
}

export type Targets = Record<string, number>; // by Category.id
export interface Thought {
  flips: Record<string, Flip>; // by member
  p: Targets;
  others: Targets;
  abstentions: Answer;
  edition: string;
  at: string; // '2027-02-15T14:05', in the zone of the reader; '' as it is
}

export const NOTHING: Thought = { flips: {}, p: {}, others: {}, abstentions: Answer.UNSPECIFIED, edition: '', at: '' };
export const isNothing = (thought: Thought): boolean => Object.values(toQuery(thought)).every((value) => !value);

// In the address: flip=de.disapprove+no-text*fr.ruled-out*at.none, p=yes.28*no.7. What people have
// written, choices of questions, is encoded once more.
const packed = (text: string): string => encodeURIComponent(text).replaceAll('*', '%2A');
function unpacked(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // an address that somebody has cut off
  }
}
const word = (answer: Answer): string => (Answer[answer] ?? '').toLowerCase().replaceAll('_', '-');
const answerOf = (text: string): Answer => Answer[text.toUpperCase().replaceAll('-', '_') as 'APPROVE'] ?? Answer.UNSPECIFIED;

function flipToText([member, flip]: [string, Flip]): string {
  const what = flip.what === 'answer' ? word(flip.answer) : flip.what;
  const choices = Object.entries(flip.choices).map(([question, choice]) => `${packed(question)}=${packed(choice)}`);
  return `${member.replace('members/', '')}.${[what, ...flip.marks, ...choices].join('+')}`;
}

function flipOfText(text: string): [string, Flip] | null {
  const dot = text.indexOf('.');
  const [what = '', ...rest] = text.slice(dot + 1).split('+');
  const flip: Flip = { what: what === 'none' || what === 'ruled-out' ? what : 'answer', answer: answerOf(what), marks: [], choices: {} };
  if (dot < 1 || (flip.what === 'answer' && flip.answer === Answer.UNSPECIFIED)) return null;
  for (const part of rest) {
    const equals = part.indexOf('=');
    if (equals < 0) flip.marks.push(part);
    else flip.choices[unpacked(part.slice(0, equals))] = unpacked(part.slice(equals + 1));
  }
  return [`members/${text.slice(0, dot)}`, flip];
}

const targetsToText = (targets: Targets): string =>
  Object.entries(targets)
    .map(([id, n]) => `${packed(id)}.${n}`)
    .join('*');

function targetsOfText(text: string): Targets {
  const pairs = text
    .split('*')
    .map((pair) => [unpacked(pair.slice(0, pair.lastIndexOf('.'))), Number(pair.slice(pair.lastIndexOf('.') + 1))] as const);
  return Object.fromEntries(pairs.filter(([id, n]) => id && Number.isInteger(n) && n >= 0));
}

export function toQuery(thought: Thought): Record<string, string> {
  return {
    flip: Object.entries(thought.flips).map(flipToText).join('*'),
    p: targetsToText(thought.p),
    o: targetsToText(thought.others),
    abstentions: thought.abstentions === Answer.UNSPECIFIED ? '' : word(thought.abstentions),
    edition: thought.edition,
    at: thought.at,
  };
}

export function ofQuery(query: URLSearchParams): Thought {
  const flips = (query.get('flip') ?? '')
    .split('*')
    .map(flipOfText)
    .filter((flip) => flip !== null);
  return {
    flips: Object.fromEntries(flips),
    p: targetsOfText(query.get('p') ?? ''),
    others: targetsOfText(query.get('o') ?? ''),
    abstentions: answerOf(query.get('abstentions') ?? ''),
    edition: query.get('edition') ?? '',
    at: query.get('at') ?? '',
  };
}

// Where a body can stand, for the sliders: one answer, or one choice at a question.
export interface Category {
  id: string;
  text: string; // a text of texts/what_if, or '' where `id` is the choice itself
  has: (body: Body) => boolean;
  change: Pick<Flip, 'answer' | 'marks' | 'choices'>;
}

const saysYes = ({ answer }: Body) => answer === Answer.APPROVE || answer === Answer.APPROVE_WITH_COMMENTS;
const takesPart = ({ answers }: Body) => answers.some(({ question, choice }) => question === 'active-part' && choice === 'yes');

// The question that sliders are about, in a ballot that is its questions.
export const slidingQuestion = (ballot: Ballot) => ballot.questions.find(({ yesChoices, criterion }) => criterion || yesChoices.length > 0);

export function categoriesOf(rule: Rule, ballot: Ballot): Category[] {
  const offered = new Set(rule.answers.map(({ answer }) => answer));
  const simple = (id: string, answer: Answer, has = (body: Body) => body.answer === answer): Category[] =>
    offered.has(answer) ? [{ id, text: `cat.${id}`, has, change: { answer, marks: [], choices: {} } }] : [];
  if (offered.has(Answer.REPLY)) {
    const question = slidingQuestion(ballot);
    return (question?.choices ?? []).map((choice) => ({
      id: choice,
      text: '',
      has: (body) => body.answers.some((answer) => answer.question === question!.id && answer.choice === choice),
      change: { answer: Answer.REPLY, marks: [], choices: { [question!.id]: choice } },
    }));
  }
  const criteria = rule.criteria.map(({ id }) => id);
  const yes: Category[] = [];
  // Where the rules ask what an approval brings along, there are two kinds of them.
  for (const [criterion, id, mark, brings] of [
    ['experts-p', 'yesExpert', 'expert', (body: Body) => body.expert],
    ['participants-p', 'yesPart', 'part', takesPart],
  ] as const) {
    if (!criteria.includes(criterion) || yes.length > 0) continue;
    yes.push({
      id,
      text: `cat.${id}`,
      has: (body) => saysYes(body) && brings(body),
      change: { answer: Answer.APPROVE, marks: [mark], choices: {} },
    });
  }
  const rest = yes[0];
  return [
    ...yes,
    ...simple('yes', Answer.APPROVE, (body) => saysYes(body) && !rest?.has(body)),
    ...simple('no', Answer.DISAPPROVE, (body) => body.answer === Answer.DISAPPROVE && body.hasText),
    ...simple('confirm', Answer.CONFIRM),
    ...simple('revise', Answer.REVISE),
    ...simple('withdraw', Answer.WITHDRAW),
    ...simple('abstain', Answer.ABSTAIN),
  ];
}

export interface Standing {
  counts: Targets; // by category, as they are
  none: number; // not voting
  elsewhere: number; // received, in no category
}

export function standingOf(bodies: Body[], categories: Category[]): Standing {
  const counts: Targets = {};
  for (const { id, has } of categories) counts[id] = bodies.filter(has).length;
  const none = bodies.filter(({ answer }) => answer === Answer.UNSPECIFIED).length;
  const placed = Object.values(counts).reduce((sum, n) => sum + n, 0);
  return { counts, none, elsewhere: bodies.length - none - placed };
}

// The bodies with what was changed of them one by one.
export function flipped(bodies: Body[], flips: Record<string, Flip>): Body[] {
  return bodies.map((body) => {
    const flip = flips[body.member];
    if (!flip) return body;
    if (flip.what === 'ruled-out') return { ...body, hasText: false };
    const answers = [
      ...body.answers.filter(({ question }) => !(question in flip.choices)),
      ...Object.entries(flip.choices).map(([question, choice]) => create(QuestionAnswerSchema, { question, choice })),
      ...(flip.marks.includes('part') ? [create(QuestionAnswerSchema, { question: 'active-part', choice: 'yes' })] : []),
    ];
    return { ...body, answer: flip.answer, hasText: !flip.marks.includes('no-text'), expert: flip.marks.includes('expert'), answers };
  });
}

// Which bodies would do otherwise so that the numbers come about: from what has too many to what has
// too few. Bodies that were changed one by one stay as they are.
function move(all: Body[], categories: Category[], targets: Targets, fixed: Record<string, Flip>): Record<string, Flip> {
  const bodies = flipped(all, fixed);
  const { counts } = standingOf(bodies, categories);
  const free = bodies.filter(({ member }) => !fixed[member]);
  const pool: Body[] = [];
  for (const { id, has } of categories) {
    const surplus = counts[id]! - (targets[id] ?? counts[id]!);
    if (surplus > 0) pool.push(...free.filter(has).slice(0, surplus));
  }
  const voting = pool.length;
  pool.push(...free.filter(({ answer }) => answer === Answer.UNSPECIFIED));
  const moved: Record<string, Flip> = {};
  let next = 0;
  for (const { id, change } of categories) {
    for (let need = (targets[id] ?? counts[id]!) - counts[id]!; need > 0 && next < pool.length; --need) {
      moved[pool[next++]!.member] = { what: 'answer', ...change };
    }
  }
  for (; next < voting; ++next) moved[pool[next]!.member] = { what: 'none', answer: Answer.UNSPECIFIED, marks: [], choices: {} };
  return moved;
}

export function movedBy(thought: Thought, bodies: Body[], categories: Category[]): Record<string, Flip> {
  return {
    ...move(
      bodies.filter(({ p }) => p),
      categories,
      thought.p,
      thought.flips,
    ),
    ...move(
      bodies.filter(({ p }) => !p),
      categories,
      thought.others,
      thought.flips,
    ),
  };
}

// As the service is asked. What a body has said besides its vote stays with it.
function changeOf(body: Body, flip: Flip): VoteChange | null {
  if (flip.what === 'none')
    return body.answer === Answer.UNSPECIFIED ? null : create(VoteChangeSchema, { member: body.member, takeAway: true });
  if (flip.what === 'ruled-out') return create(VoteChangeSchema, { member: body.member, ruleOut: true });
  const said = new Set([
    ...Object.keys(flip.choices),
    ...(flip.marks.includes('part') ? ['active-part'] : []),
    ...(flip.marks.includes('uses') ? ['used'] : []),
  ]);
  return create(VoteChangeSchema, {
    member: body.member,
    answer: flip.answer,
    withText: !flip.marks.includes('no-text'),
    namesExpert: flip.marks.includes('expert'),
    takesPart: flip.marks.includes('part'),
    uses: flip.marks.includes('uses'),
    answers: [
      ...body.answers.filter(({ question }) => !said.has(question)).map(({ question, choice }) => ({ question, choice })),
      ...Object.entries(flip.choices).map(([question, choice]) => ({ question, choice })),
    ],
  });
}

export function changesOf(flips: Record<string, Flip>, bodies: Body[]): VoteChange[] {
  const known = new Map(bodies.map((body) => [body.member, body]));
  return Object.entries(flips).flatMap(([member, flip]) => {
    const body = known.get(member);
    const change = body && changeOf(body, flip);
    return change ? [change] : [];
  });
}

// A change that the service named, as one of a thought.
export function flipOfChange(change: VoteChange): Flip {
  return {
    what: change.ruleOut ? 'ruled-out' : change.takeAway ? 'none' : 'answer',
    answer: change.answer,
    marks: [...(change.namesExpert ? ['expert'] : []), ...(change.takesPart ? ['part'] : []), ...(change.uses ? ['uses'] : [])],
    choices: Object.fromEntries(change.answers.map(({ question, choice }) => [question, choice])),
  };
}
