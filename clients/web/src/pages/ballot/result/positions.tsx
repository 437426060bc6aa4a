// Who voted how: on a map, and in a table to sort and to filter. Of an anonymous ballot what was
// received, without names.
import { useMemo, useState } from 'preact/hooks';
import {
  Answer,
  Counting,
  Entitlement,
  VoteMoment,
  type Ballot,
  type Question,
  type Result,
  type ResultRow,
} from '../../../../gen/placet/ballots/v1/ballots_pb';
import { LeftOutReason, MemberStatus } from '../../../../gen/placet/ballots/v1/tallies_pb';
import { setQuery, useRoute } from '../../../route';
import { t as common } from '../../../texts/common';
import { t } from '../../../texts/result';
import { t as words } from '../../../texts/tally';
import { answerWord, momentWord, statusWord } from '../../../texts/words';
import { placeOf, WorldMap, type Look, type Place } from '../../../view/map';
import { Badge, Choice, Empty, Field, Section, Table, type Column } from '../../../view/parts';

const LOOKS: Partial<Record<Answer, Look>> = {
  [Answer.APPROVE]: 'good',
  [Answer.APPROVE_WITH_COMMENTS]: 'good',
  [Answer.CONFIRM]: 'good',
  [Answer.DISAPPROVE]: 'bad',
  [Answer.WITHDRAW]: 'bad',
  [Answer.ABSTAIN]: 'warn',
  [Answer.REVISE]: 'other',
  [Answer.REPLY]: 'strong',
  [Answer.COMMENTS]: 'light',
  [Answer.NO_COMMENTS]: 'light',
};
const LEGEND: readonly (readonly [Look, Answer[]])[] = [
  ['good', [Answer.APPROVE, Answer.CONFIRM]],
  ['bad', [Answer.DISAPPROVE, Answer.WITHDRAW]],
  ['other', [Answer.REVISE]],
  ['warn', [Answer.ABSTAIN]],
  ['strong', [Answer.REPLY]],
  ['light', [Answer.COMMENTS]],
];

const mayVote = (row: ResultRow) => row.entitlement === Entitlement.MUST_VOTE || row.entitlement === Entitlement.MAY_VOTE;
function voteText(row: ResultRow): string {
  if (row.answer !== Answer.UNSPECIFIED) return answerWord(row.answer);
  if (mayVote(row)) return t('notVoting');
  return row.entitlement === Entitlement.MAY_COMMENT ? t('noComments') : t('noVote');
}

// A consultation of a working group asks persons.
const asksPersons = (rows: ResultRow[]): boolean => rows.some(({ status }) => status === MemberStatus.EXPERT);

// What the map shows: the vote, or what was chosen at a question.
interface Shown {
  place: (row: ResultRow) => (Omit<Place, 'label'> & { text: string }) | null;
  legend: { className: Look; label: string }[];
}

function showVotes(rows: ResultRow[]): Shown {
  const looks = new Set(rows.map((row) => LOOKS[row.answer]));
  const given = (answers: Answer[]) =>
    answers.find((answer) =>
      rows.some((row) => row.answer === answer || (answer === Answer.APPROVE && row.answer === Answer.APPROVE_WITH_COMMENTS)),
    );
  return {
    place: (row) => {
      const className = LOOKS[row.answer] ?? (mayVote(row) ? 'quiet' : null);
      return className && { className, text: voteText(row) };
    },
    legend: [
      ...LEGEND.filter(([look]) => looks.has(look)).map(([className, answers]) => ({
        className,
        label: answerWord(given(answers) ?? answers[0]!),
      })),
      { className: 'quiet' as const, label: t('notVoting') },
    ],
  };
}

function showQuestion(question: Question): Shown {
  const choiceOf = (row: ResultRow) => row.answers.find((answer) => answer.question === question.id)?.choice;
  const others: Look[] = ['warn', 'other', 'light', 'strong'];
  const neither = question.choices.filter((choice) => !question.yesChoices.includes(choice) && !question.noChoices.includes(choice));
  const lookOf = (choice: string): Look =>
    question.yesChoices.includes(choice)
      ? 'good'
      : question.noChoices.includes(choice)
        ? 'bad'
        : (others[Math.min(neither.indexOf(choice), 3)] ?? 'warn');
  const legend = new Map<Look, string[]>();
  for (const choice of question.choices) legend.set(lookOf(choice), [...(legend.get(lookOf(choice)) ?? []), choice]);
  return {
    place: (row) => {
      const choice = choiceOf(row);
      if (choice) return { className: lookOf(choice), text: choice };
      return mayVote(row) ? { className: 'quiet', text: row.answer === Answer.UNSPECIFIED ? t('notVoting') : words('noChoice') } : null;
    },
    legend: [
      ...[...legend].map(([className, choices]) => ({ className, label: choices.join(', ') })),
      { className: 'quiet', label: `${t('notVoting')}, ${words('noChoice')}` },
    ],
  };
}

function PositionMap({ result, ballot }: { result: Result; ballot: Ballot }) {
  const asked = ballot.questions.filter(({ choices }) => choices.length > 0);
  const [by, setBy] = useState(result.rows.some(({ answer }) => answer === Answer.REPLY) ? (asked[0]?.id ?? '') : '');
  const question = asked.find(({ id }) => id === by);
  const shown = question ? showQuestion(question) : showVotes(result.rows);
  const places = new Map<string, Place>();
  const elsewhere: string[] = [];
  for (const row of result.rows) {
    const place = shown.place(row);
    if (!place) continue;
    const out = row.counting === Counting.LEFT_OUT && row.answer !== Answer.ABSTAIN ? `, ${t('notCounted')}` : '';
    const label = `${row.country || row.acronym}${words('colon')}${place.text}${out}`;
    const code = placeOf(row.member);
    if (code) places.set(code, { className: place.className, label });
    else elsewhere.push(label);
  }
  return (
    <>
      {asked.length > 0 && (
        <div class="no-print">
          <Choice
            label={t('colourBy')}
            value={by}
            options={[['', t('theVote')] as const, ...asked.map(({ id, text }) => [id, text] as const)]}
            onChange={setBy}
          />
        </div>
      )}
      {places.size > 0 && <WorldMap title={t('mapTitle', { reference: ballot.reference })} places={places} legend={shown.legend} />}
      {elsewhere.length > 0 && <p class="hint">{t('notOnMap', { names: elsewhere.join('; ') })}</p>}
    </>
  );
}

// A text of any length in a cell: two lines of it, and the rest when it is asked for, or printed.
const LONG = 140;
export function Text({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  if (text.length <= LONG && !text.includes('\n')) return <span class="text">{text}</span>;
  return (
    <>
      <span class={`text ${open ? '' : 'clamped'}`}>{text}</span>
      <button type="button" class="plain small" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? t('showLess') : t('showMore')}
      </button>
    </>
  );
}

function columnsOf(result: Result, ballot: Ballot, anonymous: boolean): Column<ResultRow>[] {
  const reasons = new Map(result.tally?.leftOut.map(({ member, reason }) => [member, reason]));
  const rows = result.rows;
  const counted = (row: ResultRow) => {
    if (row.counting === Counting.UNSPECIFIED) return '';
    if (row.counting === Counting.COUNTED) return t('counted');
    const reason = row.answer === Answer.ABSTAIN ? LeftOutReason.ABSTAINED : reasons.get(row.member);
    return (
      <>
        <Badge tone="warn">{t('notCounted')}</Badge>
        {reason !== undefined && <div class="why">{words(LeftOutReason[reason] as 'ABSTAINED')}</div>}
      </>
    );
  };
  const text = (id: string) => ballot.questions.find((question) => question.id === id)?.text ?? id;
  const all: (Column<ResultRow> | false)[] = [
    !anonymous && {
      title: asksPersons(rows) ? t('expert') : t('member'),
      cell: (row) => (
        <>
          <span lang="en">{row.country || row.acronym}</span> {row.country && <span class="quiet">{row.acronym}</span>}
          {row.secretariat && (
            <>
              {' '}
              <Badge>{t('secretariat')}</Badge>
            </>
          )}
        </>
      ),
      sort: (a, b) => (a.country || a.acronym).localeCompare(b.country || b.acronym),
    },
    { title: t('vote'), cell: (row) => <VoteMark row={row} />, sort: (a, b) => a.answer - b.answer },
    !anonymous && {
      title: t('status'),
      cell: (row) => <span class={row.status === MemberStatus.NEITHER ? '' : 'one-line'}>{statusWord(row.status)}</span>,
      sort: (a, b) => a.status - b.status,
    },
    rows.some((row) => row.counting !== Counting.UNSPECIFIED) && {
      title: t('counting'),
      cell: counted,
      sort: (a, b) => a.counting - b.counting,
    },
    rows.some((row) => row.text) && {
      title: t('comments'),
      cell: (row) => row.text && <Text text={row.text} />,
      sort: (a, b) => b.text.length - a.text.length,
    },
    rows.some((row) => row.experts.length > 0) && {
      title: t('experts'),
      cell: (row) =>
        row.experts.map((expert) => (
          <div>
            {expert.displayName}
            {expert.organization && <span class="quiet"> {expert.organization}</span>}
          </div>
        )),
      sort: (a, b) => b.experts.length - a.experts.length,
    },
    rows.some((row) => row.answers.length > 0) && {
      title: t('answers'),
      cell: (row) =>
        row.answers.map((answer) => (
          <div lang="en">
            <span class="quiet" title={text(answer.question)}>
              {answer.question}
              {words('colon')}
            </span>{' '}
            {answer.choice}
            {answer.text && (
              <>
                {' '}
                <Text text={answer.text} />
              </>
            )}
          </div>
        )),
    },
    rows.some((row) => row.moment !== VoteMoment.UNSPECIFIED || row.onBehalf) && {
      title: t('when'),
      cell: (row) =>
        row.answer !== Answer.UNSPECIFIED &&
        [momentWord(row.moment) || t('inTime'), row.onBehalf && t('onBehalf')].filter(Boolean).join('; '),
      sort: (a, b) => a.moment - b.moment,
    },
  ];
  return all.filter((column): column is Column<ResultRow> => !!column);
}

const SIGNS: Record<Look, string> = { good: '✓', bad: '✗', warn: '○', other: '↻', strong: '•', light: '…', quiet: '–' };
function VoteMark({ row }: { row: ResultRow }) {
  const look = LOOKS[row.answer] ?? 'quiet';
  return (
    <span class={`vote-mark ${look}`}>
      <span aria-hidden="true">{SIGNS[look]} </span>
      {voteText(row)}
    </span>
  );
}

export function Positions({ result, ballot, anonymous }: { result: Result; ballot: Ballot; anonymous: boolean }) {
  const { query } = useRoute();
  const find = (query.get('body') ?? '').toLowerCase();
  const answer = query.get('voted') ?? '';
  const status = query.get('seat') ?? '';
  const texts = query.get('texts') === '1';
  const rows = useMemo(
    () =>
      result.rows.filter(
        (row) =>
          (!answer || (answer === 'voted' ? row.answer !== Answer.UNSPECIFIED : row.answer === Number(answer))) &&
          (!status || row.status === Number(status)) &&
          (!texts || row.text) &&
          (!find ||
            [row.country, row.acronym, row.text, ...row.experts.map(({ displayName }) => displayName)].some((text) =>
              text.toLowerCase().includes(find),
            )),
      ),
    [result, find, answer, status, texts],
  );
  const answers = [...new Set(result.rows.map((row) => row.answer))].sort((a, b) => a - b);
  const statuses = [...new Set(result.rows.map((row) => row.status))].sort((a, b) => a - b);
  const title = anonymous ? t('receivedVotes') : asksPersons(result.rows) ? t('expertPositions') : t('positions');
  const filtered = find || answer || status || texts;
  return (
    <Section title={title}>
      {!anonymous && <PositionMap result={result} ballot={ballot} />}
      <div class="row no-print filters">
        <Field label={t('find')} hint={anonymous ? t('findHintTexts') : t('findHint')}>
          {(props) => (
            <input
              {...props}
              type="search"
              name="find"
              value={query.get('body') ?? ''}
              onInput={(event) => setQuery({ body: event.currentTarget.value })}
            />
          )}
        </Field>
        <Choice
          label={t('vote')}
          value={answer}
          onChange={(value) => setQuery({ voted: value })}
          options={[
            ['', common('all')] as const,
            ['voted', t('whoVoted')] as const,
            ...answers.map((value) => [String(value), value === Answer.UNSPECIFIED ? t('notVoting') : answerWord(value)] as const),
          ]}
        />
        {!anonymous && (
          <Choice
            label={t('status')}
            value={status}
            onChange={(value) => setQuery({ seat: value })}
            options={[['', common('all')] as const, ...statuses.map((value) => [String(value), statusWord(value)] as const)]}
          />
        )}
        <label class="check">
          <input
            type="checkbox"
            name="texts"
            checked={texts}
            onChange={(event) => setQuery({ texts: event.currentTarget.checked ? '1' : undefined })}
          />{' '}
          {t('onlyTexts')}
        </label>
        {filtered && (
          <button
            type="button"
            class="plain"
            onClick={() => setQuery({ body: undefined, voted: undefined, seat: undefined, texts: undefined })}
          >
            {t('resetFilters')}
          </button>
        )}
      </div>
      <p class={`quiet ${filtered ? '' : 'no-print'}`} role="status">
        {t('shownOf', { shown: rows.length, all: result.rows.length })}
      </p>
      {rows.length === 0 ? (
        <Empty>{t('nothingFound')}</Empty>
      ) : (
        <Table
          caption={words('tableOf', { what: title })}
          columns={columnsOf(result, ballot, anonymous)}
          rows={rows}
          keyOf={(row) => row.member || String(result.rows.indexOf(row))}
        />
      )}
      {result.othersNotVoting > 0 && <p class="quiet">{t('othersNotVoting', { n: result.othersNotVoting })}</p>}
    </Section>
  );
}
