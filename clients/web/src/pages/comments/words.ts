// Values of the contracts, in words.
import { BallotState } from '../../../gen/placet/ballots/v1/ballots_pb';
import { ChangeKind, FindingBasis } from '../../../gen/placet/comments/v1/changes_pb';
import { CommentState, CommentType, Disposition, type Comment } from '../../../gen/placet/comments/v1/comments_pb';
import { RejectReason } from '../../../gen/placet/comments/v1/tables_pb';
import { idOf } from '../../route';
import { t } from '../../texts/comments';
import { t as common } from '../../texts/common';
import type { Tone } from '../../view/parts';
import { day } from '../../view/time';

type Key = Parameters<typeof t>[0];

const TYPES: Record<number, Key> = {
  [CommentType.GENERAL]: 'typeGeneral',
  [CommentType.TECHNICAL]: 'typeTechnical',
  [CommentType.EDITORIAL]: 'typeEditorial',
};
const DISPOSITIONS: Record<number, Key> = {
  [Disposition.UNSPECIFIED]: 'dispositionNone',
  [Disposition.ACCEPTED]: 'dispositionAccepted',
  [Disposition.ACCEPTED_IN_PRINCIPLE]: 'dispositionInPrinciple',
  [Disposition.PARTIALLY_ACCEPTED]: 'dispositionPartially',
  [Disposition.NOT_ACCEPTED]: 'dispositionNotAccepted',
  [Disposition.NOTED]: 'dispositionNoted',
  [Disposition.DUPLICATE]: 'dispositionDuplicate',
  [Disposition.WITHDRAWN]: 'dispositionWithdrawn',
};
const STATES: Record<number, Key> = {
  [CommentState.OPEN]: 'commentOpen',
  [CommentState.PROPOSED]: 'commentProposed',
  [CommentState.DECIDED]: 'commentDecided',
  [CommentState.OBJECTED]: 'commentObjected',
  [CommentState.CLOSED]: 'commentClosed',
};
const BALLOTS: Record<number, Key> = {
  [BallotState.DRAFT]: 'stateDraft',
  [BallotState.OPEN]: 'stateOpen',
  [BallotState.CLOSED]: 'stateClosed',
  [BallotState.CANCELLED]: 'stateCancelled',
};
const KINDS: Record<number, Key> = {
  [ChangeKind.EDIT]: 'kindEdit',
  [ChangeKind.UNDO]: 'kindUndo',
  [ChangeKind.ANSWER]: 'kindAnswer',
  [ChangeKind.REPLY]: 'kindReply',
  [ChangeKind.SUPPORT]: 'kindSupport',
  [ChangeKind.WITHDRAWAL]: 'kindWithdrawal',
  [ChangeKind.CONDITION]: 'kindCondition',
  [ChangeKind.GROUP]: 'kindGroup',
  [ChangeKind.IMPORT]: 'kindImport',
};
const BASES: Record<number, Key> = {
  [FindingBasis.CHAIR]: 'basisChair',
  [FindingBasis.TWO_THIRDS]: 'basisTwoThirds',
};
const REJECTED: Record<number, Key> = {
  [RejectReason.NO_COMMENT]: 'rejectNoComment',
  [RejectReason.TOO_LONG]: 'rejectTooLong',
  [RejectReason.TOO_FEW_CELLS]: 'rejectTooFew',
  [RejectReason.NOT_TEXT]: 'rejectNotText',
  [RejectReason.REPEATED]: 'rejectRepeated',
  [RejectReason.NOT_YOURS]: 'rejectNotYours',
  [RejectReason.TOO_MANY_CELLS]: 'rejectTooMany',
  [RejectReason.BAD_QUOTES]: 'rejectQuotes',
};

// Verdicts come as the names of their values.
const VERDICTS: Record<string, Key> = {
  VERDICT_APPROVED: 'verdictApproved',
  VERDICT_NOT_APPROVED: 'verdictNotApproved',
  VERDICT_NO_VALID_VOTES: 'verdictNoVotes',
  VERDICT_FOR_A_PERSON: 'verdictLeft',
};
export const verdictText = (verdict: string): string => t(VERDICTS[verdict] ?? 'verdictUndecided');

const word =
  (words: Record<number, Key>) =>
  (value: number): string =>
    words[value] ? t(words[value]) : '';
export const typeText = word(TYPES);
export const dispositionText = word(DISPOSITIONS);
export const stateText = word(STATES);
export const ballotStateText = word(BALLOTS);
export const kindText = word(KINDS);
export const basisText = word(BASES);
export const rejectText = word(REJECTED);
export const columnText = (column: number): string => t(`column${column}` as Key);

// Those that officers give; a body alone withdraws.
export const GIVEN = [
  Disposition.ACCEPTED,
  Disposition.ACCEPTED_IN_PRINCIPLE,
  Disposition.PARTIALLY_ACCEPTED,
  Disposition.NOT_ACCEPTED,
  Disposition.NOTED,
  Disposition.DUPLICATE,
];
export const ALL_TYPES = [CommentType.GENERAL, CommentType.TECHNICAL, CommentType.EDITORIAL];
export const ALL_STATES = [CommentState.OPEN, CommentState.PROPOSED, CommentState.DECIDED, CommentState.OBJECTED, CommentState.CLOSED];

export const typesText = (types: CommentType[]): string => types.map(typeText).join(', ');
// The template's own two letters.
export const typeSigns = (types: CommentType[]): string =>
  types
    .map(
      (type) =>
        (({ [CommentType.GENERAL]: 'ge', [CommentType.TECHNICAL]: 'te', [CommentType.EDITORIAL]: 'ed' }) as Record<number, string>)[type] ??
        '',
    )
    .join('/');

// 'members/de' -> 'DE'; a liaison's code as it is.
export const bodyCode = (body: string): string => (/^(members|committees)\//.test(body) ? idOf(body).toUpperCase() : body);
export const bodyOf = (comment: Comment): string => bodyCode(comment.member || comment.liaison) || t('noBody');
export const labelOf = (comment: { name: string; label: string }): string => comment.label || `${idOf(comment.name)}`;

export const toneOf = (comment: Comment): Tone => {
  if (comment.state === CommentState.OBJECTED) return 'bad';
  if (comment.state === CommentState.CLOSED) return 'good';
  return comment.state === CommentState.DECIDED ? 'plain' : 'warn';
};

// One field of a difference, as people read it.
export const fieldText = (field: string): string => {
  const key = `field_${field}`;
  return key in FIELD_KEYS ? t(key as Key) : field;
};
const FIELD_KEYS = Object.fromEntries(
  [
    'label',
    'member',
    'liaison',
    'line',
    'clause',
    'element',
    'types',
    'comment',
    'proposed_change',
    'observation',
    'disposition',
    'state',
    'attachments',
    'assignee',
    'due_day',
    'tags',
    'group',
    'conditions_vote',
    'answer',
    'replies',
    'supporters',
    'opponents',
  ].map((field) => [`field_${field}`, true]),
);

const enumValue = (names: object, prefix: string, value: string): number =>
  (names as Record<string, number>)[value.replace(prefix, '')] ?? 0;

export function valueText(field: string, value: string): string {
  if (field === 'disposition') return dispositionText(enumValue(Disposition, 'DISPOSITION_', value));
  if (value === '') return t('nothing');
  switch (field) {
    case 'state':
      return stateText(enumValue(CommentState, 'COMMENT_STATE_', value));
    case 'types':
      return value
        .split('\n')
        .map((one) => typeText(enumValue(CommentType, 'COMMENT_TYPE_', one)))
        .join(', ');
    case 'conditions_vote':
      return value === 'true' ? common('yes') : common('no');
    case 'due_day':
      return day(value);
    case 'assignee':
    case 'group':
      return idOf(value);
    case 'member':
      return bodyCode(value);
    case 'supporters':
    case 'opponents':
      return value.split('\n').map(bodyCode).join(', ');
    case 'tags':
    case 'attachments':
      return value.split('\n').join(', ');
    case 'answer':
      return saidIn(value, (said) => `${said.accepted ? t('answerAccepted') : t('answerObjects')}${said.reason ? `: ${said.reason}` : ''}`);
    case 'replies':
      return saidIn(value, (said) => said.text ?? '');
    default:
      return value;
  }
}

// What is written as JSON: an answer, or replies one a line.
function saidIn(value: string, say: (said: { accepted?: boolean; reason?: string; text?: string }) => string): string {
  try {
    return value
      .split('\n')
      .map((line) => say(JSON.parse(line)))
      .join(' / ');
  } catch {
    return value;
  }
}
