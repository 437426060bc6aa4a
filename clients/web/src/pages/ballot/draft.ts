// A ballot while it is prepared, as the browser keeps it until it is.
import { create } from '@bufbuild/protobuf';
import { BallotSchema, Visibility, type Ballot, type BallotKind } from '../../../gen/placet/ballots/v1/ballots_pb';

export interface ChoiceFields {
  text: string;
  rule: 'optional' | 'needed' | 'refused';
  counts: 'yes' | 'no' | 'not';
}

export interface QuestionFields {
  text: string;
  choices: ChoiceFields[]; // none: free text
  criterion: '' | 'majority-p' | 'two-thirds-p';
  required: boolean;
  after: string; // index of a question before; '': always put
  afterChoice: string;
}

export interface DocumentFields {
  number: string;
  title: string;
  address: string;
  sha256: string;
}

export interface Draft {
  project: string;
  committee: string;
  kind: BallotKind;
  draft: string;
  title: string;
  reference: string;
  id: string;
  note: string;
  group: string;
  anonymous: boolean;
  parallel: string;
  endDate: string;
  periodReason: string;
  documents: DocumentFields[];
  questions: QuestionFields[];
}

export const EMPTY: Draft = {
  project: '',
  committee: '',
  kind: 0,
  draft: '1',
  title: '',
  reference: '',
  id: '',
  note: '',
  group: '',
  anonymous: false,
  parallel: '',
  endDate: '',
  periodReason: '',
  documents: [],
  questions: [],
};

const KEY = 'placet.new-ballot';

export function kept(): Draft {
  try {
    return { ...EMPTY, ...JSON.parse(localStorage.getItem(KEY) ?? '{}') };
  } catch {
    return EMPTY; // of another version of the page
  }
}

export const keep = (draft: Draft | null): void =>
  draft ? localStorage.setItem(KEY, JSON.stringify(draft)) : localStorage.removeItem(KEY);

export const like = (ballot: Ballot): Draft => ({
  ...EMPTY,
  project: ballot.project,
  committee: ballot.committee,
  kind: ballot.kind,
  title: ballot.project ? '' : ballot.title,
  note: ballot.note,
  group: ballot.group,
  anonymous: ballot.visibility === Visibility.ANONYMOUS,
  parallel: ballot.parallelEdition,
  documents: ballot.documents.map(({ number, title, address, sha256 }) => ({ number, title, address, sha256 })),
  questions: ballot.questions.map((question) => {
    const [on = '', choices = ''] = question.onlyIf.split('=');
    const after = ballot.questions.findIndex(({ id }) => id === on);
    return {
      text: question.text,
      choices: question.choices.map((text) => ({
        text,
        rule: question.textNeeded.includes(text) ? 'needed' : question.textRefused.includes(text) ? 'refused' : 'optional',
        counts: question.yesChoices.includes(text) ? 'yes' : question.noChoices.includes(text) ? 'no' : 'not',
      })),
      criterion: question.criterion as QuestionFields['criterion'],
      required: question.required,
      after: after < 0 ? '' : String(after),
      afterChoice: choices.split('|')[0] ?? '',
    };
  }),
});

// "Meet in Berlin?" -> "meet-in-berlin", told apart where two are alike.
function questionIds(questions: QuestionFields[]): string[] {
  const seen = new Set<string>();
  return questions.map(({ text }, index) => {
    const made =
      text
        .normalize('NFD')
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 40) || 'question';
    const id = seen.has(made) || made === 'answer' ? `${made}-${index + 1}` : made;
    seen.add(id);
    return id;
  });
}

// ownQuestions: the kind has questions of its creator's; the others are the rules'.
export function ballotOf(draft: Draft, ownQuestions: boolean): Ballot {
  const ids = questionIds(draft.questions);
  const committee = draft.project ? '' : draft.committee;
  return create(BallotSchema, {
    project: draft.project,
    committee,
    kind: draft.kind,
    draft: Number(draft.draft) || 0,
    title: draft.project ? '' : draft.title,
    reference: draft.project ? '' : draft.reference,
    note: draft.note,
    group: draft.group,
    visibility: draft.anonymous ? Visibility.ANONYMOUS : Visibility.UNSPECIFIED,
    parallelEdition: draft.parallel,
    endDate: draft.endDate,
    periodReason: draft.periodReason,
    documents: draft.documents.filter((one) => Object.values(one).some(Boolean)),
    questions: !ownQuestions
      ? []
      : draft.questions.map((question, index) => {
          const of = (test: (choice: ChoiceFields) => boolean) => question.choices.filter(test).map(({ text }) => text);
          return {
            id: ids[index]!,
            text: question.text,
            choices: of(() => true),
            textNeeded: of(({ rule }) => rule === 'needed'),
            textRefused: of(({ rule }) => rule === 'refused'),
            yesChoices: question.criterion ? of(({ counts }) => counts === 'yes') : [],
            noChoices: question.criterion ? of(({ counts }) => counts === 'no') : [],
            criterion: question.criterion,
            required: question.required,
            onlyIf: question.after && question.afterChoice ? `${ids[Number(question.after)]}=${question.afterChoice}` : '',
          };
        }),
  });
}
