// What would turn it: the smallest sets of votes, as the service finds them.
import type { CriterionFlip, Decided, Flip } from '../../../../gen/placet/ballots/v1/analysis_pb';
import type { Ballot } from '../../../../gen/placet/ballots/v1/ballots_pb';
import type { Tally } from '../../../../gen/placet/ballots/v1/tallies_pb';
import { analysis } from '../../../api/clients';
import { useLoad } from '../../../api/load';
import { useAtMostEvery } from '../../../api/pace';
import { hrefOf, useRoute } from '../../../route';
import { t as result } from '../../../texts/result';
import { t as words } from '../../../texts/tally';
import { t } from '../../../texts/what_if';
import { MetBadge } from '../../../view/criterion';
import { Badge, Section, Shown, Table } from '../../../view/parts';
import { flipText } from './flip_text';
import { Members, useNameOf } from './names';
import { NOTHING, flipOfChange, toQuery, type Thought } from './thought';
import { proposalText, toneOf, verdictText } from './tally';

interface Row {
  what: string;
  flip: CriterionFlip | null;
  byRemaining: Flip | undefined;
  byChanged: Flip | undefined;
}

export const thoughtOf = (flip: Flip): Thought => ({
  ...NOTHING,
  flips: Object.fromEntries(flip.changes.map((change) => [change.member, flipOfChange(change)])),
});

// With `take`, an example is put into the thought that is open; else a link leads to it.
export function WhatTurns({ ballot, tally, take }: { ballot: Ballot; tally?: Tally; take?: (thought: Thought) => void }) {
  const counts = tally?.allBodies;
  const asked = useAtMostEvery(2_000, [counts?.notVoting, counts?.yes, counts?.no, counts?.abstain, counts?.reply, counts?.confirm].join());
  const decided = useLoad((signal) => analysis.getDecided({ name: ballot.name }, { signal }), [ballot.name, asked]);
  return (
    <Section title={t('turns')}>
      <p class="quiet">{t('turnsHint')}</p>
      <Shown of={decided}>{(value) => <Turns ballot={ballot} decided={value} take={take} />}</Shown>
    </Section>
  );
}

function Turns({ ballot, decided, take }: { ballot: Ballot; decided: Decided; take: ((thought: Thought) => void) | undefined }) {
  const tally = decided.tally;
  const open = !tally?.final;
  const rows: Row[] = decided.criteria.map((flip) => ({
    what: flip.criterion,
    flip,
    byRemaining: flip.byRemaining,
    byChanged: flip.byChanged,
  }));
  if (decided.verdictByChanged || decided.verdictByRemaining) {
    rows.push({ what: t('verdict'), flip: null, byRemaining: decided.verdictByRemaining, byChanged: decided.verdictByChanged });
  }
  const textOf = (id: string) =>
    tally?.criteria.find((criterion) => criterion.id === id)?.text ??
    ballot.questions.find((question) => `question ${question.id}` === id)?.text ??
    id;
  return (
    <>
      {open && (
        <p class="sentence">
          <Badge tone={decided.decided ? 'good' : 'warn'}>{decided.decided ? result('decided') : result('undecided')}</Badge>
        </p>
      )}
      <Table
        caption={words('tableOf', { what: t('turns') })}
        columns={[
          { title: t('what'), cell: (row) => (row.flip ? <span lang="en">{textOf(row.what)}</span> : <strong>{row.what}</strong>) },
          {
            title: t('isNow'),
            cell: (row) =>
              row.flip ? (
                <MetBadge met={row.flip.met} />
              ) : (
                tally && (
                  <Badge tone={toneOf(tally.verdict)}>{tally.proposal ? proposalText(tally.proposal) : verdictText(tally.verdict)}</Badge>
                )
              ),
          },
          ...(open
            ? [{ title: t('byRemaining'), cell: (row: Row) => <OneFlip what={row.what} flip={row.byRemaining} take={take} /> }]
            : []),
          { title: t('byChanged'), cell: (row) => <OneFlip what={row.what} flip={row.byChanged} take={take} /> },
        ]}
        rows={rows}
        keyOf={(row) => row.what}
      />
      {decided.pivotal.length > 0 && (
        <>
          <h3>{t('pivotal')}</h3>
          <p class="quiet">{t('pivotalHint')}</p>
          <Members members={decided.pivotal} />
        </>
      )}
    </>
  );
}

function OneFlip({ what, flip, take }: { what: string; flip: Flip | undefined; take: ((thought: Thought) => void) | undefined }) {
  const name = useNameOf();
  const { path, query } = useRoute();
  if (!flip?.possible) return <span class="quiet">{t('noVotes')}</span>;
  const label = t('tryOf', { what });
  return (
    <>
      <strong>{t('votes', { n: flip.votes })}</strong>{' '}
      {take ? (
        <button type="button" class="plain small no-print" aria-label={label} onClick={() => take(thoughtOf(flip))}>
          {t('tryIt')}
        </button>
      ) : (
        <a
          class="no-print"
          aria-label={label}
          href={hrefOf(path, { ...Object.fromEntries(query), part: 'whatIf', ...toQuery(thoughtOf(flip)) })}
        >
          {t('tryIt')}
        </a>
      )}
      <details class="members">
        <summary>{t('example')}</summary>
        {flip.changes.map((change) => (
          <div key={change.member}>
            <span lang="en">{name(change.member)}</span>
            {words('colon')}
            {flipText(flipOfChange(change))}
          </div>
        ))}
      </details>
    </>
  );
}
