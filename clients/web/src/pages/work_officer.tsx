// What the ballots of a committee wait for: opening, closing, a decision, and what decisions make due.
import type { ComponentChildren } from 'preact';
import { BallotState, Visibility, type Ballot } from '../../gen/placet/ballots/v1/ballots_pb';
import type { BoardEntry } from '../../gen/placet/ballots/v1/board_pb';
import { DecisionState, type Decision, type DecisionDue } from '../../gen/placet/ballots/v1/decisions_pb';
import type { Committee } from '../../gen/placet/members/v1/members_pb';
import { ballots, board, decisions, members } from '../api/clients';
import { useBack, useLoad } from '../api/load';
import { allOf } from '../api/pages';
import { hrefOf, idOf, setQuery } from '../route';
import { t as tb } from '../texts/ballots';
import { t } from '../texts/work';
import { kindWord } from '../texts/words';
import { Badge, Choice, Empty, Meter, Section, Shown } from '../view/parts';
import { dateOf, day, moment } from '../view/time';
import { Left } from './ballot/words';

interface Waiting {
  drafts: Ballot[];
  open: Ballot[];
  undecided: Ballot[];
  dues: { decision: Decision; due: DecisionDue; reference: string }[];
  board: Map<string, BoardEntry>;
}

const time = (ballot: Ballot) => Number(ballot.closeTime?.seconds ?? 0n);

async function waitingFor(committee: string, signal: AbortSignal): Promise<Waiting> {
  const inState = (state: BallotState) =>
    allOf(async (pageToken) => {
      const page = await ballots.listBallots({ committee, state, pageSize: 500, pageToken }, { signal });
      return { rows: page.ballots, next: page.nextPageToken };
    });
  const [drafts, open, closed, decided, now] = await Promise.all([
    inState(BallotState.DRAFT),
    inState(BallotState.OPEN),
    inState(BallotState.CLOSED),
    allOf(async (pageToken) => {
      const page = await decisions.listDecisions({ committee, pageSize: 500, pageToken }, { signal });
      return { rows: page.decisions, next: page.nextPageToken };
    }),
    board.getBoard({ committee }, { signal }),
  ]);
  // One called before a meeting by objections has to be decided again.
  const done = new Set(decided.rows.filter(({ state }) => state === DecisionState.STANDS).map(({ ballot }) => ballot));
  const references = new Map(closed.rows.map(({ name, reference }) => [name, reference]));
  return {
    drafts: drafts.rows,
    open: open.rows,
    undecided: closed.rows.filter(({ name }) => !done.has(name)).sort((a, b) => time(b) - time(a)),
    dues: decided.rows
      .flatMap((decision) =>
        decision.dues
          .filter(({ done: past }) => !past)
          .map((due) => ({ decision, due, reference: references.get(decision.ballot) ?? idOf(decision.ballot) })),
      )
      .sort((a, b) => (a.due.day || '9').localeCompare(b.due.day || '9')),
    board: new Map(now.entries.map((entry) => [entry.name, entry])),
  };
}

export function Conduct({ committees, chosen }: { committees: string[]; chosen: string | null }) {
  const all = committees.includes('');
  const names = useLoad(
    async (signal): Promise<Committee[]> => (await members.listCommittees({ pageSize: 500 }, { signal })).committees,
    [],
  );
  const committee =
    chosen !== null && (all || committees.includes(`committees/${chosen}`)) ? chosen && `committees/${chosen}` : all ? '' : committees[0]!;
  const loaded = useLoad((signal) => waitingFor(committee, signal), [committee]);
  useBack(loaded.again);
  const referenceOf = (name: string) => names.value?.find((one) => one.name === name)?.reference ?? idOf(name);
  const offered = all ? ['', ...(names.value ?? []).map(({ name }) => name)] : committees;
  return (
    <Section
      title={t('conduct')}
      aside={
        <a class="button" href={hrefOf(['ballots', 'new'])}>
          {t('prepare')}
        </a>
      }
    >
      {offered.length > 1 && (
        <Choice
          label={t('which')}
          value={committee}
          options={offered.map((name) => [name, name ? referenceOf(name) : t('allCommittees')] as const)}
          onChange={(name) => setQuery({ committee: name && idOf(name) })}
        />
      )}
      <Shown of={loaded}>
        {(waiting) => (
          <div class="columns">
            <List
              title={t('toOpen')}
              empty={t('noneToOpen')}
              rows={waiting.drafts}
              tab="officer"
              more={(ballot) =>
                ballot.openingRefused ? (
                  <>
                    <Badge tone="bad">!</Badge> <span lang="en">{ballot.openingRefused}</span>
                  </>
                ) : ballot.opensOn ? (
                  t('opensOn', { day: day(ballot.opensOn) })
                ) : (
                  t('notScheduled')
                )
              }
            />
            <List
              title={t('toClose')}
              empty={t('noneToClose')}
              rows={waiting.open}
              tab="overview"
              more={(ballot) => <Standing ballot={ballot} entry={waiting.board.get(ballot.name)} />}
            />
            <List
              title={t('toDecide')}
              empty={t('noneToDecide')}
              rows={waiting.undecided}
              tab="result"
              more={(ballot) => ballot.closeTime && t('closedOn', { day: moment(dateOf(ballot.closeTime)!) })}
            />
            <Dues dues={waiting.dues} />
          </div>
        )}
      </Shown>
    </Section>
  );
}

const SHOWN = 8;

function List({
  title,
  empty,
  rows,
  tab,
  more,
}: {
  title: string;
  empty: string;
  rows: Ballot[];
  tab: string;
  more: (ballot: Ballot) => ComponentChildren;
}) {
  return (
    <section aria-label={title}>
      <h3>
        {title} ({rows.length})
      </h3>
      {rows.length === 0 ? (
        <Empty>{empty}</Empty>
      ) : (
        <ul class="due-list">
          {rows.slice(0, SHOWN).map((ballot) => (
            <li key={ballot.name}>
              <a href={hrefOf(['ballots', idOf(ballot.name)], { tab })}>{ballot.reference}</a>{' '}
              <span class="quiet">
                {kindWord(ballot.kind)}
                {ballot.visibility === Visibility.ANONYMOUS && `, ${tb('anonymous')}`}
              </span>
              <div lang="en">{ballot.title}</div>
              <div class="quiet">{more(ballot)}</div>
            </li>
          ))}
          {rows.length > SHOWN && (
            <li>
              <a href={hrefOf(['ballots'], { state: 'all' })}>{t('more', { n: rows.length - SHOWN })}</a>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

function Standing({ ballot, entry }: { ballot: Ballot; entry: BoardEntry | undefined }) {
  return (
    <>
      <Left time={ballot.closeTime} />{' '}
      {entry && entry.votesDue + entry.votesIn > 0 && (
        <Meter
          part={entry.votesIn}
          whole={entry.votesIn + entry.votesDue}
          label={t('votesIn', { part: entry.votesIn, whole: entry.votesIn + entry.votesDue })}
        />
      )}
    </>
  );
}

function Dues({ dues }: { dues: Waiting['dues'] }) {
  return (
    <section aria-label={t('due')}>
      <h3>
        {t('due')} ({dues.length})
      </h3>
      {dues.length === 0 ? (
        <Empty>{t('noneDueAfter')}</Empty>
      ) : (
        <ul class="due-list">
          {dues.slice(0, SHOWN).map(({ decision, due, reference }) => (
            <li key={`${decision.name} ${due.id}`}>
              <a href={hrefOf(['ballots', idOf(decision.ballot)], { tab: 'result' })}>{reference}</a> <span lang="en">{due.text}</span>
              {due.form && <span lang="en"> ({due.form})</span>}
              <div class="quiet">
                {due.day ? t('until', { day: day(due.day) }) : t('afterMeeting')} {due.overdue && <Badge tone="bad">{t('overdue')}</Badge>}
              </div>
            </li>
          ))}
          {dues.length > SHOWN && <li class="quiet">{t('more', { n: dues.length - SHOWN })}</li>}
        </ul>
      )}
    </section>
  );
}
