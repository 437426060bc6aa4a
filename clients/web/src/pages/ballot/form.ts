// A vote while it is written: what the fields hold, the message that it becomes, and where findings
// of the service belong.
import { create } from '@bufbuild/protobuf';
import { Answer, VoteSchema, type Question, type Vote } from '../../../gen/placet/ballots/v1/ballots_pb';
import type { Problem } from '../../api/problem';

export interface ExpertFields {
  displayName: string;
  organization: string;
  email: string;
}

export interface Form {
  answer: Answer;
  text: string;
  answers: Record<string, { choice: string; text: string }>; // by Question.id
  experts: ExpertFields[];
  behalfReason: string;
}

export const EMPTY: Form = { answer: Answer.UNSPECIFIED, text: '', answers: {}, experts: [], behalfReason: '' };

export const formOf = (vote: Vote | null): Form =>
  vote
    ? {
        answer: vote.answer,
        text: vote.text,
        answers: Object.fromEntries(vote.answers.map(({ question, choice, text }) => [question, { choice, text }])),
        experts: vote.experts.map(({ displayName, organization, email }) => ({ displayName, organization, email })),
        behalfReason: '',
      }
    : EMPTY;

// Question.only_if: "adopted=yes|maybe"; "answer=abstain" looks at the vote itself.
export function isPut(question: Question, form: Form): boolean {
  if (!question.onlyIf) return true;
  const [on = '', choices = ''] = question.onlyIf.split('=');
  const chosen = on === 'answer' ? (Answer[form.answer] ?? '').toLowerCase() : (form.answers[on]?.choice ?? '');
  return chosen !== '' && choices.split('|').includes(chosen);
}

const isComments = (answer: Answer) => answer === Answer.COMMENTS || answer === Answer.NO_COMMENTS;

// The questions that are answered now, in the order in which the message has them.
const answeredOf = (form: Form, questions: Question[]): Question[] =>
  isComments(form.answer)
    ? []
    : questions.filter((question) => {
        const given = form.answers[question.id];
        return isPut(question, form) && !!given && (question.choices.length > 0 ? !!given.choice : !!given.text.trim());
      });

export function voteOf(name: string, form: Form, questions: Question[], etag: string): Vote {
  return create(VoteSchema, {
    name,
    answer: form.answer,
    text: form.answer === Answer.NO_COMMENTS ? '' : form.text,
    answers: answeredOf(form, questions).map(({ id }) => ({
      question: id,
      choice: form.answers[id]!.choice,
      text: form.answers[id]!.text,
    })),
    experts: isComments(form.answer)
      ? []
      : form.experts.filter(({ displayName, organization, email }) => displayName || organization || email),
    behalfReason: form.behalfReason,
    etag,
  });
}

export interface Findings {
  answer?: string;
  text?: string;
  answers?: string;
  experts?: string;
  behalfReason?: string;
  questions: Record<string, string>; // by Question.id
  rest: string[]; // of fields that the form does not have
}

// Field paths of a refusal ("vote.answers[2].text") at the fields of the form.
export function findingsOf(problem: Problem | null, form: Form, questions: Question[]): Findings {
  const findings: Findings = { questions: {}, rest: [] };
  for (const { field, description } of problem?.fields ?? []) {
    const path = field.slice(field.lastIndexOf('vote.') + 'vote.'.length);
    const index = /^answers\[(\d+)\]/.exec(path)?.[1];
    const question = index === undefined ? undefined : answeredOf(form, questions)[Number(index)];
    const quoted = questions.find(({ id }) => description.includes(`"${id}"`));
    if (question) findings.questions[question.id] = description;
    else if (path === 'answers' && quoted) findings.questions[quoted.id] = description;
    else if (path === 'answer' || path === 'text' || path === 'answers') findings[path] = description;
    else if (path.startsWith('experts')) findings.experts = description;
    else if (path === 'behalf_reason') findings.behalfReason = description;
    else findings.rest.push(`${field}: ${description}`);
  }
  return findings;
}

// What somebody has written and not cast yet, while the page is open: going to another tab and back
// loses nothing. It is kept in memory alone, since it may be secret.
const drafts = new Map<string, Form>();
export const draftOf = (name: string): Form | undefined => drafts.get(name);
export const keepDraft = (name: string, form: Form | null): void => void (form ? drafts.set(name, form) : drafts.delete(name));
