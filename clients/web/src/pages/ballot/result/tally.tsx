// A count and what follows from it, piece by piece: of a result, of an open ballot, of a thought.
import { LeftOutReason, StatusMoment, Verdict, type Counts, type Tally } from '../../../../gen/placet/ballots/v1/tallies_pb';
import type { Ballot } from '../../../../gen/placet/ballots/v1/ballots_pb';
import { t } from '../../../texts/tally';
import { number } from '../../../texts/speak';
import { statusWord } from '../../../texts/words';
import { CriterionCard, counted, distance, inNumbers, requirement } from '../../../view/criterion';
import { Badge, Section, Table, type Tone } from '../../../view/parts';
import { Member, Members, useNameOf } from './names';

type Count = Exclude<keyof Counts, '$typeName' | '$unknown'>;

// Most kinds of ballots have votes of yes or no, and all may abstain.
const COUNTS: readonly (readonly [name: Count, when: 'always' | 'of votes' | 'where any'])[] = [
  ['entitled', 'always'],
  ['yes', 'of votes'],
  ['yesWithComments', 'of votes'],
  ['yesWithoutReasons', 'where any'],
  ['no', 'of votes'],
  ['noWithoutReasons', 'of votes'],
  ['confirm', 'where any'],
  ['revise', 'where any'],
  ['withdraw', 'where any'],
  ['reply', 'where any'],
  ['abstain', 'always'],
  ['notVoting', 'always'],
];

export function countsShown(all: Counts): Count[] {
  const others = all.confirm + all.revise + all.withdraw + all.reply > 0;
  return COUNTS.filter(([name, when]) => when === 'always' || all[name] > 0 || (when === 'of votes' && !others)).map(([name]) => name);
}

export function CountTable({ tally, of }: { tally: Tally; of?: string }) {
  const { pMembers, allBodies } = tally;
  if (!pMembers || !allBodies) return null;
  if (allBodies.entitled === 0) return <p class="quiet">{t('nobody')}</p>;
  return (
    <Table
      caption={of ? `${t('counts')}, ${of}` : t('counts')}
      columns={[
        { title: t('answer'), cell: (name) => t(name) },
        { title: t('pMembers'), number: true, cell: (name) => number(pMembers[name]) },
        ...(allBodies.entitled > pMembers.entitled
          ? [{ title: t('otherBodies'), number: true, cell: (name: Count) => number(allBodies[name] - pMembers[name]) }]
          : []),
        { title: t('allBodies'), number: true, cell: (name) => number(allBodies[name]) },
      ]}
      rows={countsShown(allBodies)}
      keyOf={(name) => name}
    />
  );
}

const TONES: Partial<Record<Verdict, Tone>> = { [Verdict.APPROVED]: 'good', [Verdict.NOT_APPROVED]: 'bad' };
export const toneOf = (verdict: Verdict): Tone => TONES[verdict] ?? 'warn';
export const verdictText = (verdict: Verdict): string => t(Verdict[verdict] as 'APPROVED');

const PROPOSALS = ['confirm', 'revise', 'withdraw', 'proceed', 'discuss'] as const;
export function proposalText(proposal: string): string {
  const known = PROPOSALS.find((name) => name === proposal);
  return known ? t(`proposal.${known}`) : proposal;
}

// The verdict in large letters, and what must be known to read it.
export function VerdictBanner({ tally, title }: { tally: Tally; title?: string }) {
  const met = tally.criteria.filter((criterion) => criterion.met).length;
  return (
    <div class={`verdict ${toneOf(tally.verdict)}`} data-verdict={Verdict[tally.verdict]}>
      <p class="verdict-title">{title ?? (tally.final ? t('result') : t('asNow'))}</p>
      <p class="verdict-word">
        <span aria-hidden="true">{{ good: '✓', bad: '✗', warn: '!', plain: '·' }[toneOf(tally.verdict)]} </span>
        {verdictText(tally.verdict)}
      </p>
      {tally.verdict === Verdict.FOR_A_PERSON && tally.criteria.length > 0 && <p>{t('advice')}</p>}
      {tally.proposal && (
        <p>
          <strong>{t('proposes', { what: proposalText(tally.proposal) })}</strong>
        </p>
      )}
      {tally.criteria.length > 0 && <p>{t('metOf', { n: met, all: tally.criteria.length })}</p>}
      {tally.verdictByStatusAtOpening !== Verdict.UNSPECIFIED && tally.verdictByStatusAtOpening !== tally.verdict && (
        <p class="sentence">
          <Badge tone="warn">{t('byOpening', { verdict: verdictText(tally.verdictByStatusAtOpening) })}</Badge>
        </p>
      )}
    </div>
  );
}

// Criteria of a ballot with questions of its own stand with them.
export const byQuestion = (tally: Tally): boolean => tally.criteria.length === 0 && tally.questions.some(({ criterion }) => criterion);

export function Criteria({ tally }: { tally: Tally }) {
  if (tally.criteria.length === 0) return byQuestion(tally) ? null : <p class="quiet">{t('noCriteria')}</p>;
  return (
    <div class="criteria">
      {tally.criteria.map((criterion) => (
        <CriterionCard key={criterion.id} criterion={criterion} edition={tally.rulesEdition} />
      ))}
    </div>
  );
}

// What was answered to the questions, each with its criterion where something is decided. Those that
// nobody answered are only named.
export function Questions({ tally, ballot }: { tally: Tally; ballot: Ballot }) {
  const asked = tally.questions.filter((question) => question.choices.length > 0);
  const answered = asked.filter((question) => question.criterion || question.choices.some((choice) => choice.allBodies > 0));
  const textOf = (id: string) => ballot.questions.find((question) => question.id === id)?.text ?? id;
  if (asked.length === 0) return null;
  return (
    <Section title={t('questions')}>
      <div class="columns">
        {answered.map((question) => (
          <div key={question.question} class="question" data-question={question.question}>
            <h3>
              <span lang="en">{textOf(question.question)}</span> <code class="quiet">{question.question}</code>
            </h3>
            {question.criterion && (
              <p>
                <Badge tone={toneOf(question.verdict)}>{verdictText(question.verdict)}</Badge> {counted(question.criterion)} ·{' '}
                {requirement(question.criterion)} · {inNumbers(question.criterion)} · {distance(question.criterion)}{' '}
                <span class="quiet" lang="en">
                  {question.criterion.clause}
                </span>
              </p>
            )}
            <Table
              caption={textOf(question.question)}
              columns={[
                { title: t('choice'), cell: (choice) => <span lang="en">{choice.choice || t('noChoice')}</span> },
                { title: t('pMembers'), number: true, cell: (choice) => number(choice.pMembers) },
                { title: t('allBodies'), number: true, cell: (choice) => number(choice.allBodies) },
              ]}
              rows={question.choices}
              keyOf={(choice) => choice.choice}
            />
          </div>
        ))}
      </div>
      {answered.length < asked.length && (
        <p class="quiet">
          {t('unanswered')}{' '}
          <span lang="en">
            {asked
              .filter((question) => !answered.includes(question))
              .map(({ question }) => textOf(question))
              .join(' ')}
          </span>
        </p>
      )}
    </Section>
  );
}

// Who is in no sum, who did not vote, who changed its status, what a reader must know besides.
export function Rest({ tally, anonymous = false }: { tally: Tally; anonymous?: boolean }) {
  const name = useNameOf();
  return (
    <>
      {!anonymous && (
        <Section title={t('leftOut')}>
          {tally.leftOut.length === 0 ? (
            <p class="quiet">{t('noLeftOut')}</p>
          ) : (
            <Table
              caption={t('tableOf', { what: t('leftOut') })}
              columns={[
                {
                  title: t('member'),
                  cell: (vote) => <Member member={vote.member} />,
                  sort: (a, b) => name(a.member).localeCompare(name(b.member)),
                },
                { title: t('why'), cell: (vote) => t(LeftOutReason[vote.reason] as 'ABSTAINED'), sort: (a, b) => a.reason - b.reason },
              ]}
              rows={tally.leftOut}
              keyOf={(vote) => vote.member}
            />
          )}
        </Section>
      )}
      {(tally.pMembers?.entitled ?? 0) > 0 && (
        <Section title={tally.final ? t('notVotingTitle') : t('notVotingYet')}>
          {tally.pMembersNotVoting.length === 0 ? (
            <p class="quiet">{t('allVoted')}</p>
          ) : (
            <Members members={tally.pMembersNotVoting} most={60} />
          )}
        </Section>
      )}
      {tally.statusChanges.length > 0 && (
        <Section title={t('changes')}>
          <Table
            caption={t('tableOf', { what: t('changes') })}
            columns={[
              { title: t('member'), cell: (change) => <Member member={change.member} /> },
              { title: t('atOpening'), cell: (change) => statusWord(change.atOpening) },
              { title: t('atClosing'), cell: (change) => statusWord(change.atClosing) },
            ]}
            rows={tally.statusChanges}
            keyOf={(change) => change.member}
          />
        </Section>
      )}
    </>
  );
}

export function Notes({ tally }: { tally: Tally }) {
  return (
    <>
      {tally.warnings.map((warning) => (
        <p key={warning.text} class="note">
          <Badge tone="warn">{t('note')}</Badge>{' '}
          <span lang="en">
            {warning.text} ({warning.clause})
          </span>
        </p>
      ))}
      <p class="quiet">{tally.decidingStatus === StatusMoment.OPENING ? t('statusAtOpening') : t('statusAtClosing')}</p>
    </>
  );
}

// The second count of the same votes, under another organization's rules.
export function Parallel({ tally }: { tally: Tally }) {
  if (!tally.parallel) return null;
  return (
    <Section title={t('parallel', { edition: tally.parallel.rulesEdition })}>
      <VerdictBanner tally={tally.parallel} />
      <Criteria tally={tally.parallel} />
      <CountTable tally={tally.parallel} of={tally.parallel.rulesEdition} />
    </Section>
  );
}
