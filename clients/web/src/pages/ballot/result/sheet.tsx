// The result of a closed ballot: the sheet that is read, printed and filed.
import { BallotState, Visibility, type Ballot, type Result } from '../../../../gen/placet/ballots/v1/ballots_pb';
import { SheetFormat } from '../../../../gen/placet/ballots/v1/ballot_service_pb';
import { ballots } from '../../../api/clients';
import { useLoad } from '../../../api/load';
import { problemOf, type Problem } from '../../../api/problem';
import { useState } from 'preact/hooks';
import { hrefOf, idOf } from '../../../route';
import { t } from '../../../texts/result';
import { t as tallyWords } from '../../../texts/tally';
import { number } from '../../../texts/speak';
import { answerWord, kindWord } from '../../../texts/words';
import { Button, download, Failure, Section, Shown, Table } from '../../../view/parts';
import { When } from '../../../view/time';
import { Member } from './names';
import { Positions } from './positions';
import { RollFlags } from './roll_flags';
import { byQuestion, Criteria, CountTable, Notes, Parallel, Questions, Rest, VerdictBanner } from './tally';
import { Versions } from './versions';

export function Sheet({ ballot }: { ballot: Ballot }) {
  const result = useLoad(
    (signal) => ballots.getResult({ name: ballot.name }, { signal }),
    [ballot.name, ballot.state === BallotState.CLOSED],
  );
  return <Shown of={result}>{(value) => <Sheets result={value} />}</Shown>;
}

function Sheets({ result }: { result: Result }) {
  const { ballot, tally } = result;
  if (!ballot || !tally) return null;
  const anonymous = ballot.visibility === Visibility.ANONYMOUS;
  return (
    <div class="result-sheet">
      <VerdictBanner tally={tally} />
      {anonymous && (
        <Section title={t('anonymous')}>
          <p>{t('anonymousHint')}</p>
        </Section>
      )}
      {byQuestion(tally) ? (
        <Notes tally={tally} />
      ) : (
        <Section title={t('criteria')}>
          <Criteria tally={tally} />
          <Notes tally={tally} />
        </Section>
      )}
      <div class="columns">
        <Facts result={result} ballot={ballot} />
        <Section title={t('counts')}>
          <CountTable tally={tally} />
        </Section>
      </div>
      <Questions tally={tally} ballot={ballot} />
      <Parallel tally={tally} />
      <Positions result={result} ballot={ballot} anonymous={anonymous} />
      <Rest tally={tally} anonymous={anonymous} />
      <RollFlags ballot={ballot} />
      <LateVotes result={result} />
      <Versions ballot={ballot} />
      <TakeAlong ballot={ballot} />
      {tally.head && (
        <Section title={t('recordedAt')}>
          <p>
            {t('recordedHint', { n: number(tally.head.size) })}{' '}
            <code>{[...tally.head.root].map((byte) => byte.toString(16).padStart(2, '0')).join('')}</code>
          </p>
          <p class="no-print">
            <a href={hrefOf(['record'], { ballot: idOf(ballot.name) })}>{t('checkRecord')}</a>
          </p>
        </Section>
      )}
    </div>
  );
}

function Facts({ result, ballot }: { result: Result; ballot: Ballot }) {
  const rows: [string, preact.ComponentChildren][] = [
    [t('reference'), ballot.reference],
    [t('titleOf'), <span lang="en">{ballot.title}</span>],
    [t('kind'), kindWord(ballot.kind)],
    [t('committee'), ballot.committeeReference],
    [t('edition'), result.project?.edition ? number(result.project.edition) : ''],
    [t('version'), ballot.draft ? number(ballot.draft) : ''],
    [t('opened'), <When time={ballot.openTime} />],
    [t('closed'), <When time={ballot.closeTime} />],
    [t('rules'), ballot.rulesEdition],
    [t('stage'), result.project && <span lang="en">{`${result.project.stage} ${result.project.stageName}`}</span>],
    [t('draftComments'), ballot.project && <a href={hrefOf(['comments', idOf(ballot.name)])}>{t('toComments')}</a>],
    [t('note'), ballot.note],
    [t('reason'), ballot.reason],
  ];
  return (
    <Section title={t('ballotFacts')}>
      <dl>
        {rows
          .filter(([, value]) => value)
          .map(([title, value]) => (
            <>
              <dt>{title}</dt>
              <dd>{value}</dd>
            </>
          ))}
      </dl>
    </Section>
  );
}

function LateVotes({ result }: { result: Result }) {
  if (result.lateVotes.length === 0) return null;
  return (
    <Section title={t('lateVotes')}>
      <Table
        caption={tallyWords('tableOf', { what: t('lateVotes') })}
        columns={[
          { title: t('member'), cell: (vote) => <Member member={`members/${idOf(vote.name)}`} /> },
          { title: t('vote'), cell: (vote) => answerWord(vote.answer) },
          { title: t('cast'), cell: (vote) => <When time={vote.castTime} /> },
          { title: t('lateReason'), cell: (vote) => vote.lateReason },
          { title: t('approver'), cell: (vote) => vote.lateApprover && idOf(vote.lateApprover) },
          { title: t('comments'), cell: (vote) => <span class="text">{vote.text}</span> },
        ]}
        rows={result.lateVotes}
        keyOf={(vote) => vote.name}
      />
    </Section>
  );
}

const FORMATS = [
  ['text', SheetFormat.TEXT, 'txt'],
  ['csv', SheetFormat.CSV, 'csv'],
  ['json', SheetFormat.JSON, 'json'],
] as const;

function TakeAlong({ ballot }: { ballot: Ballot }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const take = (format: SheetFormat, ending: string) => {
    setProblem(null);
    ballots.renderResult({ name: ballot.name, format }).then(
      ({ content, mediaType }) => download(`${idOf(ballot.name)}-result.${ending}`, content, mediaType),
      (error) => setProblem(problemOf(error)),
    );
  };
  return (
    <div class="no-print">
      <Section title={t('downloads')}>
        <div class="row">
          {FORMATS.map(([text, format, ending]) => (
            <Button key={text} onClick={() => take(format, ending)}>
              {t(text)}
            </Button>
          ))}
          <Button onClick={() => print()}>{t('print')}</Button>
        </div>
        {problem && <Failure problem={problem} />}
      </Section>
    </div>
  );
}
