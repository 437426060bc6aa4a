// How an open ballot stands: for those who may see its count, all of it as it changes; for others
// the refusal of the service, and how many votes are in.
import { useState } from 'preact/hooks';
import type { Ballot } from '../../../../gen/placet/ballots/v1/ballots_pb';
import type { BoardEntry } from '../../../../gen/placet/ballots/v1/board_pb';
import type { Tally } from '../../../../gen/placet/ballots/v1/tallies_pb';
import { analysis, board } from '../../../api/clients';
import { useLoad } from '../../../api/load';
import type { Problem } from '../../../api/problem';
import { useAtMostEvery } from '../../../api/pace';
import { useStream } from '../../../api/stream';
import { t } from '../../../texts/result';
import { t as tallyWords } from '../../../texts/tally';
import { number, percent } from '../../../texts/speak';
import { Badge, Freshness, Loading, Meter, Section, Shown, Table } from '../../../view/parts';
import { Closing, dateOf, moment } from '../../../view/time';
import { Member, useNameOf } from './names';
import { RollFlags } from './roll_flags';
import { WhatTurns } from './turns';
import { byQuestion, Criteria, CountTable, Notes, Parallel, Questions, Rest, VerdictBanner } from './tally';

export function Live({ ballot, onClosed }: { ballot: Ballot; onClosed: () => void }) {
  const [tally, setTally] = useState<Tally | null>(null);
  const state = useStream(
    (signal) => analysis.watchTally({ name: ballot.name }, { signal }),
    (next) => {
      setTally(next);
      if (next.final) onClosed();
    },
    [ballot.name],
  );
  if (state.problem?.code === 'permission_denied') return <NotShown ballot={ballot} problem={state.problem} onClosed={onClosed} />;
  if (!tally)
    return (
      <>
        <Freshness state={state} />
        <Loading />
      </>
    );
  return (
    <>
      <Section title={t('turnout')} aside={<Freshness state={state} />}>
        <TurnOut tally={tally} />
        <p>
          {t('closes')}
          {tallyWords('colon')}
          <Closing time={ballot.closeTime} />
        </p>
      </Section>
      <VerdictBanner tally={tally} />
      {byQuestion(tally) ? (
        <Questions tally={tally} ballot={ballot} />
      ) : (
        <Section
          title={t('criteria')}
          aside={<span class="quiet">{t('countNow', { time: moment(dateOf(tally.asOf) ?? new Date()) })}</span>}
        >
          <Criteria tally={tally} />
        </Section>
      )}
      <Notes tally={tally} />
      <WhatTurns ballot={ballot} tally={tally} />
      <Section title={t('counts')}>
        <CountTable tally={tally} />
      </Section>
      {!byQuestion(tally) && <Questions tally={tally} ballot={ballot} />}
      <Parallel tally={tally} />
      <Rest tally={tally} />
      <RollFlags ballot={ballot} />
      <Expected ballot={ballot} tally={tally} />
    </>
  );
}

function TurnOut({ tally }: { tally: Tally }) {
  const p = tally.pMembers;
  const all = tally.allBodies;
  return (
    <>
      {p && (
        <p>
          <Meter part={p.entitled - p.notVoting} whole={p.entitled} label={t('pVoted', { n: p.entitled - p.notVoting, all: p.entitled })} />
        </p>
      )}
      {all && all.entitled !== p?.entitled && (
        <p>
          <Meter
            part={all.entitled - all.notVoting}
            whole={all.entitled}
            label={t('allVoted', { n: all.entitled - all.notVoting, all: all.entitled })}
          />
        </p>
      )}
    </>
  );
}

// What the board says to everybody.
function NotShown({ ballot, problem, onClosed }: { ballot: Ballot; problem: Problem; onClosed: () => void }) {
  const [entry, setEntry] = useState<BoardEntry | null>(null);
  const [age, setAge] = useState(0);
  const state = useStream(
    (signal) => board.watchBoard({ committee: ballot.committee }, { signal }),
    (next) => {
      const mine = next.entries.find(({ name }) => name === ballot.name);
      if (mine) setEntry(mine);
      if (next.age) setAge(Number(next.age.seconds) * 1000 + next.age.nanos / 1e6);
      if (next.closed.includes(ballot.name)) onClosed();
    },
    [ballot.name, ballot.committee],
  );
  return (
    <>
      <Section title={t('hidden')}>
        <p lang="en" data-refusal={problem.reason}>
          {problem.sentence}
        </p>
        {problem.remedy && (
          <p class="quiet" lang="en">
            {problem.remedy}
          </p>
        )}
      </Section>
      <Section title={t('knownToAll')} aside={<Freshness state={state} ageMs={age} />}>
        {entry ? (
          <>
            {entry.votesIn + entry.votesDue > 0 && (
              <p>
                <Meter
                  part={entry.votesIn}
                  whole={entry.votesIn + entry.votesDue}
                  label={t('pVoted', { n: entry.votesIn, all: entry.votesIn + entry.votesDue })}
                />
              </p>
            )}
            <p>
              <Meter part={entry.allVotesIn} whole={entry.bodies} label={t('allVoted', { n: entry.allVotesIn, all: entry.bodies })} />
            </p>
            <p>
              {t('closes')}
              {tallyWords('colon')}
              <Closing time={entry.closeTime} />
            </p>
            <p class="quiet">{t('knownHint')}</p>
          </>
        ) : (
          <Loading />
        )}
      </Section>
    </>
  );
}

function Expected({ ballot, tally }: { ballot: Ballot; tally: Tally }) {
  const name = useNameOf();
  const asked = useAtMostEvery(5_000, tally.pMembers?.notVoting);
  const forecast = useLoad((signal) => analysis.getForecast({ name: ballot.name }, { signal }), [ballot.name, asked]);
  return (
    <Section title={t('forecast')} aside={<Badge tone="warn">{t('forecastHint')}</Badge>}>
      <Shown of={forecast}>
        {(value) => (
          <>
            <p>{t('expected', { in: value.votesIn, expected: number(Math.round(Number(value.expectedByClosingMilli) / 100) / 10) })}</p>
            <p class="quiet" lang="en">
              {value.basis}
            </p>
            {value.entries.length > 0 && (
              <Table
                caption={tallyWords('tableOf', { what: t('forecast') })}
                columns={[
                  {
                    title: t('member'),
                    cell: (entry) => <Member member={entry.member} />,
                    sort: (a, b) => name(a.member).localeCompare(name(b.member)),
                  },
                  { title: t('owed'), number: true, cell: (entry) => number(entry.owed), sort: (a, b) => a.owed - b.owed },
                  { title: t('voted'), number: true, cell: (entry) => number(entry.voted), sort: (a, b) => a.voted - b.voted },
                  {
                    title: t('votedLate'),
                    number: true,
                    cell: (entry) => number(entry.votedThisLate),
                    sort: (a, b) => a.votedThisLate - b.votedThisLate,
                  },
                  {
                    title: t('share'),
                    number: true,
                    cell: (entry) => (entry.shareMilli < 0 ? t('noHistory') : percent(entry.shareMilli / 1000)),
                    sort: (a, b) => a.shareMilli - b.shareMilli,
                  },
                ]}
                rows={value.entries}
                keyOf={(entry) => entry.member}
              />
            )}
          </>
        )}
      </Shown>
    </Section>
  );
}
