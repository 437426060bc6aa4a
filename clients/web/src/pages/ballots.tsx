// #/ballots: the list. #/ballots/new: prepares one. #/ballots/ID: one of them.
import './ballots.css';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { BallotKind, BallotState, type Ballot } from '../../gen/placet/ballots/v1/ballots_pb';
import { CommitteeSchema, type Committee } from '../../gen/placet/members/v1/members_pb';
import { create } from '@bufbuild/protobuf';
import { ballots, members } from '../api/clients';
import { useBack, useLoad } from '../api/load';
import { allOf } from '../api/pages';
import type { PageProps } from '../main';
import { hrefOf, idOf, setQuery, type Route } from '../route';
import { t } from '../texts/ballots';
import { t as common } from '../texts/common';
import { currentLanguage } from '../texts/speak';
import { kindWord, stateWord } from '../texts/words';
import { GENEVA } from '../view/geneva';
import { Choice, Empty, Field, Keys, Page, Shown, Table, useRowKeys, type Column } from '../view/parts';
import { closing, dateOf, dayOf } from '../view/time';
import { OneBallot } from './ballot/ballot';
import { NewBallot } from './ballot/create';
import { Left, StateBadge } from './ballot/words';

export default function Ballots({ route }: PageProps) {
  const id = route.path[1];
  if (id === 'new') return <NewBallot route={route} />;
  return id ? <OneBallot key={id} id={id} route={route} /> : <List route={route} />;
}

const ROWS = 50;
const STATES = {
  open: BallotState.OPEN,
  draft: BallotState.DRAFT,
  closed: BallotState.CLOSED,
  cancelled: BallotState.CANCELLED,
  all: BallotState.UNSPECIFIED,
};
type StateName = keyof typeof STATES;

// By each column; the names stand in the address.
const ORDERS: Record<string, (a: Ballot, b: Ballot) => number> = {
  reference: (a, b) => a.reference.localeCompare(b.reference, undefined, { numeric: true }),
  title: (a, b) => a.title.localeCompare(b.title, currentLanguage()),
  kind: (a, b) => kindWord(a.kind).localeCompare(kindWord(b.kind), currentLanguage()),
  committee: (a, b) => a.committeeReference.localeCompare(b.committeeReference, undefined, { numeric: true }),
  state: (a, b) => a.state - b.state,
  opened: (a, b) => Number(a.openTime?.seconds ?? 0n) - Number(b.openTime?.seconds ?? 0n),
  closes: (a, b) => Number(a.closeTime?.seconds ?? 1n << 40n) - Number(b.closeTime?.seconds ?? 1n << 40n),
};

async function listBallots(committee: string, state: BallotState, signal: AbortSignal) {
  const found = await allOf(async (pageToken) => {
    const page = await ballots.listBallots({ committee, state, pageSize: 500, pageToken }, { signal });
    return { rows: page.ballots, next: page.nextPageToken };
  });
  return found;
}

async function listCommittees(signal: AbortSignal): Promise<Committee[]> {
  return (
    await allOf(async (pageToken) => {
      const page = await members.listCommittees({ pageSize: 500, pageToken }, { signal });
      return { rows: page.committees, next: page.nextPageToken };
    })
  ).rows;
}

function useFilters(route: Route) {
  const query = route.query;
  const state = (query.get('state') ?? 'open') as StateName;
  return {
    committee: query.get('committee') ?? '',
    state: state in STATES ? state : ('open' as StateName),
    kind: Number(query.get('kind') ?? 0) as BallotKind,
    text: query.get('text') ?? '',
    sort: query.get('sort') ?? 'closes',
    down: query.has('down') ? query.get('down') === '1' : state === 'closed' || state === 'all',
    page: Math.max(1, Number(query.get('page') ?? 1) || 1),
  };
}

function matching(rows: Ballot[], kind: BallotKind, text: string): Ballot[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((ballot) => {
    const said = `${ballot.reference} ${ballot.title} ${idOf(ballot.name)}`.toLowerCase();
    return (!kind || ballot.kind === kind) && words.every((word) => said.includes(word));
  });
}

function List({ route }: { route: Route }) {
  const filters = useFilters(route);
  const { committee, state, kind, sort, down, page } = filters;
  const loaded = useLoad((signal) => listBallots(committee && `committees/${committee}`, STATES[state], signal), [committee, state]);
  useBack(loaded.again);
  const committees = useLoad(listCommittees, []);
  const [text, setText] = useState(filters.text);
  useEffect(() => setText(filters.text), [filters.text]);
  useRowKeys();

  const rows = useMemo(() => {
    const found = matching(loaded.value?.rows ?? [], kind, filters.text);
    const by = ORDERS[sort] ?? ORDERS['closes']!;
    return found.sort((a, b) => (down ? by(b, a) : by(a, b)));
  }, [loaded.value, kind, filters.text, sort, down]);
  const pages = Math.max(1, Math.ceil(rows.length / ROWS));
  const at = Math.min(page, pages);

  return (
    <Page
      title={t('title')}
      aside={
        <a class="button" href={hrefOf(['ballots', 'new'])}>
          {t('create')}
        </a>
      }
    >
      <section class="card" aria-label={t('filters')}>
        <div class="filters">
          <Field label={t('text')}>
            {(props) => (
              <input
                {...props}
                type="search"
                value={text}
                onInput={(event) => {
                  setText(event.currentTarget.value);
                  setQuery({ text: event.currentTarget.value, page: undefined });
                }}
              />
            )}
          </Field>
          <Choice
            label={t('state')}
            value={state}
            options={[
              ...(['open', 'draft', 'closed', 'cancelled'] as const).map((name) => [name, stateWord(STATES[name])] as const),
              ['all', t('allStates')],
            ]}
            onChange={(chosen) =>
              setQuery({ state: chosen === 'open' ? undefined : chosen, page: undefined, sort: undefined, down: undefined })
            }
          />
          <Choice
            label={t('kind')}
            value={String(kind)}
            options={[['0', t('allKinds')], ...kinds()]}
            onChange={(chosen) => setQuery({ kind: chosen === '0' ? undefined : chosen, page: undefined })}
          />
          <Choice
            label={t('committee')}
            value={committee}
            options={[
              ['', t('allCommittees')],
              ...byReference(committees.value ?? [], committee).map((one) => [idOf(one.name), one.reference] as const),
            ]}
            onChange={(chosen) => setQuery({ committee: chosen, page: undefined })}
          />
        </div>
      </section>
      <Shown of={loaded}>
        {({ whole, rows: all }) => (
          <section class="card" aria-label={t('found', { n: rows.length })} aria-busy={loaded.loading}>
            <p class="quiet" role="status">
              {t('found', { n: rows.length })}
            </p>
            {!whole && <p class="quiet">{t('notWhole', { n: all.length })}</p>}
            {rows.length === 0 ? (
              <>
                <Empty>{t('nothing')}</Empty>
                {state !== 'all' && (
                  <p>
                    <a href={hrefOf(['ballots'], { ...Object.fromEntries(route.query), state: 'all', page: undefined })}>{t('showAll')}</a>
                  </p>
                )}
              </>
            ) : (
              <Table
                caption={t('title')}
                columns={columns(sort, down)}
                rows={rows.slice((at - 1) * ROWS, at * ROWS)}
                keyOf={(ballot) => ballot.name}
              />
            )}
            {pages > 1 && (
              <nav class="row pager" aria-label={t('page', { page: at, pages })}>
                <button type="button" aria-disabled={at === 1} onClick={() => at > 1 && setQuery({ page: String(at - 1) })}>
                  {t('before')}
                </button>
                <span>{t('page', { page: at, pages })}</span>
                <button type="button" aria-disabled={at === pages} onClick={() => at < pages && setQuery({ page: String(at + 1) })}>
                  {t('after')}
                </button>
              </nav>
            )}
            <Keys
              keys={[
                ['j', t('rowDown')],
                ['k', t('rowUp')],
                ['Enter', t('opens')],
              ]}
            />
          </section>
        )}
      </Shown>
      {committees.problem && <p class="quiet">{common('offline')}</p>}
    </Page>
  );
}

const kinds = () =>
  Object.values(BallotKind)
    .filter((value): value is BallotKind => typeof value === 'number' && value > 0)
    .map((value) => [String(value), kindWord(value)] as const)
    .sort((a, b) => a[1].localeCompare(b[1], currentLanguage()));

// One that the address names is offered even before the directory has answered.
function byReference(found: Committee[], chosen: string): Committee[] {
  const known = !chosen || found.some(({ name }) => idOf(name) === chosen);
  const more = known ? [] : [create(CommitteeSchema, { name: `committees/${chosen}`, reference: chosen })];
  return [...more, ...found].sort((a, b) => a.reference.localeCompare(b.reference, undefined, { numeric: true }));
}

function columns(sort: string, down: boolean): Column<Ballot>[] {
  const column = (name: string, title: string, cell: Column<Ballot>['cell']): Column<Ballot> => ({
    title,
    cell,
    sorted: sort === name ? (down ? 'descending' : 'ascending') : 'none',
    onSort: (sorted) => setQuery({ sort: name, down: sorted === 'descending' ? '1' : '0', page: undefined }),
  });
  return [
    column('reference', t('reference'), (ballot) => <a href={hrefOf(['ballots', idOf(ballot.name)])}>{ballot.reference}</a>),
    column('title', t('about'), (ballot) => <span lang="en">{ballot.title}</span>),
    column('state', t('state'), (ballot) => <StateBadge ballot={ballot} />),
    column('closes', t('closes'), (ballot) => (
      <>
        {ballot.closeTime ? closing(dateOf(ballot.closeTime)!, GENEVA) : '–'}
        {ballot.state === BallotState.OPEN && (
          <div>
            <Left time={ballot.closeTime} />
          </div>
        )}
      </>
    )),
    column('kind', t('kind'), (ballot) => kindWord(ballot.kind)),
    column('committee', t('committee'), (ballot) => <span class="nowrap">{ballot.committeeReference}</span>),
    column('opened', t('opened'), (ballot) => <span class="nowrap">{dayOf(ballot.openTime) || '–'}</span>),
  ];
}
