// Which ballot: those with comments first of all, the newest on top, with how far the work is.
import { useState } from 'preact/hooks';
import { BallotState, type Ballot } from '../../../gen/placet/ballots/v1/ballots_pb';
import { CommentService, type CommentCounts } from '../../../gen/placet/comments/v1/comment_service_pb';
import { ballots } from '../../api/clients';
import { useLoad } from '../../api/load';
import { mayI, wish } from '../../api/may';
import { hrefOf, idOf, setQuery } from '../../route';
import { t } from '../../texts/comments';
import { number } from '../../texts/speak';
import { Badge, Button, Empty, Field, Meter, Section, Shown, Table } from '../../view/parts';
import { comments } from './clients';
import { ballotStateText } from './words';

interface Entry {
  ballot: Ballot;
  counts: CommentCounts | null; // null: this caller may not know
}

const AT_ONCE = 4;

// There is no list of ballots with comments: each is asked how many it has, a few at a time.
async function countsOf(list: Ballot[], signal: AbortSignal): Promise<Entry[]> {
  const found: Entry[] = list.map((ballot) => ({ ballot, counts: null }));
  const may = await mayI(
    'comments',
    list.map(({ name }) => wish(CommentService.method.getCommentCounts, { ballot: name })),
    signal,
  );
  const known = found.filter((_, at) => may[at]?.allowed);
  let next = 0;
  const worker = async () => {
    while (next < known.length && !signal.aborted) {
      const entry = known[next++]!;
      entry.counts = await comments.getCommentCounts({ ballot: entry.ballot.name }, { signal }).catch(() => null);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return found;
}

async function load(signal: AbortSignal): Promise<Entry[]> {
  const all: Ballot[] = [];
  let pageToken = '';
  do {
    const page = await ballots.listBallots({ pageSize: 500, pageToken }, { signal });
    all.push(...page.ballots.filter(({ state }) => state === BallotState.OPEN || state === BallotState.CLOSED));
    pageToken = page.nextPageToken;
  } while (pageToken);
  const time = ({ openTime }: Ballot) => Number(openTime?.seconds ?? 0);
  all.sort((a, b) => time(b) - time(a));
  return countsOf(all, signal);
}

const totalOf = ({ counts }: Entry): number => counts?.counts?.total ?? 0;

export function Choose({ query }: { query: URLSearchParams }) {
  const entries = useLoad(load, []);
  const [typed, setTyped] = useState(query.get('find') ?? '');
  const others = query.get('others') === '1';
  return (
    <Section title={t('choose')}>
      <div class="row">
        <Field label={t('chooseFind')}>
          {(props) => (
            <input
              {...props}
              type="search"
              name="find"
              value={typed}
              onInput={(event) => {
                setTyped(event.currentTarget.value);
                setQuery({ find: event.currentTarget.value });
              }}
            />
          )}
        </Field>
        <Button onClick={() => setQuery({ others: others ? '' : '1' })}>{others ? t('choose') : t('chooseAll')}</Button>
      </div>
      <Shown of={entries}>
        {(all) => {
          const words = typed.toLowerCase();
          const found = all.filter(({ ballot }) => `${ballot.reference} ${ballot.title} ${ballot.name}`.toLowerCase().includes(words));
          const shown = others ? found : found.filter((entry) => totalOf(entry) > 0);
          if (shown.length === 0) return <Empty>{words ? t('chooseNoneFound') : t('chooseNone')}</Empty>;
          return <Entries entries={shown} />;
        }}
      </Shown>
    </Section>
  );
}

function Entries({ entries }: { entries: Entry[] }) {
  return (
    <Table
      caption={t('title')}
      rows={entries}
      keyOf={({ ballot }) => ballot.name}
      columns={[
        {
          title: t('ballot'),
          cell: ({ ballot }) => (
            <>
              <a href={hrefOf(['comments', idOf(ballot.name)])}>{ballot.reference}</a>
              {ballot.title && <span class="line quiet wrap">{ballot.title}</span>}
            </>
          ),
        },
        {
          title: t('project'),
          cell: ({ ballot }) =>
            ballot.project && (
              <a href={hrefOf(['comments', idOf(ballot.name)], { tab: 'consensus', of: 'project' })}>{idOf(ballot.project)}</a>
            ),
        },
        {
          title: t('state'),
          cell: ({ ballot }) => <Badge tone={ballot.state === BallotState.OPEN ? 'warn' : 'plain'}>{ballotStateText(ballot.state)}</Badge>,
        },
        { title: t('total'), number: true, cell: (entry) => number(totalOf(entry)) },
        {
          title: t('resolved'),
          cell: ({ ballot, counts }) => {
            const all = counts?.counts;
            if (!all || ballot.state === BallotState.OPEN) return <span class="quiet">{t('afterClosing')}</span>;
            const part = all.decided + all.objected + all.closed;
            return <Meter part={part} whole={all.total} label={t('decidedOf', { part, whole: all.total })} />;
          },
        },
        { title: t('objectedTo'), number: true, cell: ({ counts }) => number(counts?.counts?.objected ?? 0) },
      ]}
    />
  );
}
