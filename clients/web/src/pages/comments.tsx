// Comments on drafts: which ballot, then its list and what belongs to it, each with an address.
//
//   #/comments                              ballots to choose from
//   #/comments/BALLOT?clause=8&comment=17   the list, filtered, with one comment at the side
//   #/comments/BALLOT?tab=similar           import, progress, consensus, changes likewise
import './comments.css';
import { create } from '@bufbuild/protobuf';
import { useRef, useState } from 'preact/hooks';
import type { Answer } from '../../gen/placet/access/v1/access_service_pb';
import { BallotState, type Ballot } from '../../gen/placet/ballots/v1/ballots_pb';
import { ChangeKind, type Event } from '../../gen/placet/comments/v1/changes_pb';
import { CommentCountsSchema, CommentService, type CommentCounts } from '../../gen/placet/comments/v1/comment_service_pb';
import { ConsensusService, ListGroupsResponseSchema } from '../../gen/placet/comments/v1/consensus_service_pb';
import { ballots } from '../api/clients';
import { useLoad } from '../api/load';
import { mayI, useMayI, wish } from '../api/may';
import type { PageProps } from '../main';
import { hrefOf } from '../route';
import { t } from '../texts/comments';
import { currentLanguage } from '../texts/speak';
import { Empty, Freshness, Loading, Page, Shown, Tabs } from '../view/parts';
import { Changes } from './comments/changes';
import { Choose } from './comments/choose';
import { comments, consensus } from './comments/clients';
import { ConsensusTab } from './comments/consensus';
import { filterKey, filterOf } from './comments/filters';
import { ImportTab } from './comments/import';
import { List } from './comments/list';
import { usePeople, whoIs } from './comments/people';
import { ProgressTab } from './comments/progress';
import { isMine, useEvents, useRows } from './comments/rows';
import { Similar } from './comments/similar';

const TABS = ['list', 'similar', 'import', 'progress', 'consensus', 'changes'] as const;
type Tab = (typeof TABS)[number];
const TITLES = {
  list: 'tabList',
  similar: 'tabSimilar',
  import: 'tabImport',
  progress: 'tabProgress',
  consensus: 'tabConsensus',
  changes: 'tabChanges',
} as const;

export default function Content({ route }: PageProps) {
  const id = route.path[1];
  if (!id)
    return (
      <Page title={t('title')}>
        <Choose query={route.query} />
      </Page>
    );
  return <OfBallot key={id} id={id} query={route.query} />;
}

// What each view reads first. Until the ballot has closed not everybody may; then it is not asked.
const wishesOf = (ballot: string) => [
  wish(CommentService.method.listComments, { parent: ballot, pageSize: 1 }),
  wish(ConsensusService.method.proposeGroups, { ballot }),
  wish(ConsensusService.method.getProgress, { ballot }),
  wish(ConsensusService.method.getConsensus, { name: ballot }),
  wish(CommentService.method.listChanges, { parent: ballot, pageSize: 1 }),
];
const GATES: Record<Tab, number> = { list: 0, import: -1, similar: 1, progress: 2, consensus: 3, changes: 4 };

const REGROUPING = [ChangeKind.GROUP, ChangeKind.UNDO];

async function countsOf(ballot: Ballot, signal: AbortSignal): Promise<CommentCounts> {
  const request = { ballot: ballot.name };
  if (ballot.state !== BallotState.CLOSED) {
    const [may] = await mayI('comments', [wish(CommentService.method.getCommentCounts, request)], signal);
    if (!may?.allowed) return create(CommentCountsSchema);
  }
  return comments.getCommentCounts(request, { signal });
}

type Gate = 'open' | 'asked' | Answer;
function useGate(ballot: Ballot, tab: Tab): Gate {
  const closed = ballot.state === BallotState.CLOSED;
  const answers = useMayI('comments', closed ? [] : wishesOf(ballot.name), [ballot.name, closed]);
  if (closed || GATES[tab] < 0) return 'open';
  const answer = answers[GATES[tab]];
  return !answer ? 'asked' : answer.allowed ? 'open' : answer;
}

function OfBallot({ id, query }: { id: string; query: URLSearchParams }) {
  const ballot = useLoad((signal) => ballots.getBallot({ name: `ballots/${id}` }, { signal }), [id]);
  if (!ballot.value)
    return (
      <Page title={t('title')}>
        <Shown of={ballot}>{() => null}</Shown>
      </Page>
    );
  return <Inside ballot={ballot.value} query={query} />;
}

function Inside({ ballot, query }: { ballot: Ballot; query: URLSearchParams }) {
  const id = ballot.name.replace('ballots/', '');
  const tab: Tab = TABS.find((name) => name === query.get('tab')) ?? 'list';
  const people = usePeople();
  const [turn, setTurn] = useState(0); // of events: what counts and sums is asked again
  const [grouped, setGrouped] = useState(0); // of events that change groups
  const [said, setSaid] = useState('');
  const gate = useGate(ballot, tab);
  const rows = useRows(ballot.name, filterOf(query, ballot.name), filterKey(query), tab === 'list' && gate === 'open');
  const counts = useLoad((signal) => countsOf(ballot, signal), [ballot.name, turn]);
  const groups = useLoad(
    async (signal) =>
      ballot.state === BallotState.CLOSED ? consensus.listGroups({ parent: ballot.name }, { signal }) : create(ListGroupsResponseSchema),
    [ballot.name, grouped],
  );

  const soon = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const stream = useEvents(ballot.name, (event) => {
    rows.take(event);
    const sentence = sentenceOf(event, whoIs(people, event.actor));
    if (sentence && !isMine(event.actor)) setSaid(`${clock()} · ${sentence}`);
    if (event.change.case === 'record' && REGROUPING.includes(event.change.value.change?.kind ?? 0)) setGrouped((n) => n + 1);
    clearTimeout(soon.current);
    soon.current = setTimeout(() => setTurn((n) => n + 1), 300);
  });

  const tabs = TABS.map((name) => [name, t(TITLES[name]), hrefOf(['comments', id], { tab: name === 'list' ? '' : name })] as const);
  return (
    <Page title={t('titleOf', { what: ballot.reference })} aside={<Freshness state={stream} />}>
      <div class="about-row">
        <p class="about">
          {ballot.title} · <a href={hrefOf(['ballots', id])}>{t('toBallot')}</a> · <a href={hrefOf(['comments'])}>{t('others')}</a>
        </p>
        <p class="said-live" role="status" aria-live="polite">
          {said}
        </p>
      </div>
      <Tabs label={t('views')} tabs={tabs} current={tab} />
      {gate === 'asked' && <Loading />}
      {gate !== 'asked' && gate !== 'open' && <Shut answer={gate} total={counts.value?.counts?.total ?? 0} />}
      {gate === 'open' && (
        <>
          {tab === 'list' && <List ballot={ballot} query={query} rows={rows} counts={counts.value} groups={groups.value?.groups ?? []} />}
          {tab === 'similar' && <Similar ballot={ballot} groups={groups} turn={grouped} />}
          {tab === 'import' && <ImportTab ballot={ballot} />}
          {tab === 'progress' && <ProgressTab ballot={ballot} counts={counts} query={query} turn={turn} />}
          {tab === 'consensus' && (
            <ConsensusTab ballot={ballot} query={query} turn={turn} withoutDisposition={counts.value?.counts?.withoutDisposition ?? 0} />
          )}
          {tab === 'changes' && <Changes ballot={ballot} turn={turn} />}
        </>
      )}
    </Page>
  );
}

// Why there is nothing to see, and what may be known.
function Shut({ answer, total }: { answer: Answer; total: number }) {
  return (
    <Empty>
      {total > 0 && (
        <>
          {t('onlyTotal', { n: total })}
          <br />
        </>
      )}
      <span lang="en">{[answer.refusal?.sentence, answer.refusal?.remedy].filter(Boolean).join('; ')}</span>
    </Empty>
  );
}

// The same said twice is news, too.
const clock = (): string => new Intl.DateTimeFormat(currentLanguage(), { timeStyle: 'medium' }).format(new Date());

const MOST_NAMED = 3;

function sentenceOf({ change }: Event, who: string): string {
  if (change.case === 'import') return t('saidImported', { who, n: change.value.comments.filter(({ known }) => !known).length });
  if (change.case !== 'record') return '';
  const { differences } = change.value;
  const labels = differences
    .slice(0, MOST_NAMED)
    .map(({ label, comment }) => label || comment)
    .join(', ');
  return t('saidChanged', { who, n: differences.length, labels: differences.length > MOST_NAMED ? `${labels}…` : labels });
}
