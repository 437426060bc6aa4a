// #/work: what whoever is signed in has to do, as voter of a body and as officer of committees.
import './work.css';
import { useState } from 'preact/hooks';
import { BallotState, Entitlement } from '../../gen/placet/ballots/v1/ballots_pb';
import { SortColumn, Tab, type MyBallot } from '../../gen/placet/ballots/v1/obligations_pb';
import type { Member } from '../../gen/placet/members/v1/members_pb';
import { members, obligations } from '../api/clients';
import { nextDue, useMember } from '../api/due';
import { committeesOf, useGrants } from '../api/grants';
import { useBack, useLoad } from '../api/load';
import { allOf } from '../api/pages';
import { currentSession } from '../api/session';
import type { PageProps } from '../main';
import { go, hrefOf, idOf, setQuery, type Route } from '../route';
import { t as common } from '../texts/common';
import { t } from '../texts/work';
import { entitlementWord, kindWord } from '../texts/words';
import { GENEVA } from '../view/geneva';
import { Badge, Choice, Empty, Keys, Loading, Page, Section, Shown, Table, Tabs, useKeys, useRowKeys, type Column } from '../view/parts';
import { closing, dateOf, dayOf, moment } from '../view/time';
import { Left } from './ballot/words';
import { Account } from './work_account';
import { changeOf, firstVisit, markSeen, type Change } from './work_changes';
import { commentsOnly, ToComment } from './work_comments';
import { Conduct } from './work_officer';

export default function Work({ route }: PageProps) {
  const grants = useGrants();
  const mine = useMember(route.query.get('member'));
  const [said, setSaid] = useState('');
  const conducts = committeesOf(grants ?? []);
  useRowKeys();
  useKeys({
    n: async () => {
      if (!mine.member) return;
      const next = await nextDue(mine.member, '').catch(() => null);
      if (next) go(['ballots', next], { tab: 'vote', member: idOf(mine.member) });
      else setSaid(t('noneDue'));
    },
  });
  if (!grants)
    return (
      <Page title={t('title')}>
        <Loading />
      </Page>
    );
  const votes = mine.every || mine.bodies.length > 0;
  const comments = commentsOnly(grants);
  return (
    <Page title={t('title')}>
      {votes && <BodyChoice mine={mine} />}
      {votes && mine.member && <Votes key={mine.member} member={mine.member} route={route} />}
      <p role="status" class="quiet">
        {said}
      </p>
      {conducts.length > 0 && <Conduct committees={conducts} chosen={route.query.get('committee')} />}
      {votes && mine.member && (
        <div class="columns">
          <Account member={mine.member} year={Number(route.query.get('year') ?? 0)} />
          <Calendar member={mine.member} />
        </div>
      )}
      {comments.length > 0 && <ToComment grants={comments} />}
      {!votes && conducts.length === 0 && comments.length === 0 && (
        <Empty>
          {t('noRole')} {t('noRoleRemedy')}
        </Empty>
      )}
      {(votes || conducts.length > 0) && (
        <Keys keys={[['j', t('rowDown')], ['k', t('rowUp')], ['Enter', t('opens')], ...(votes ? [['n', t('nextDue')] as const] : [])]} />
      )}
    </Page>
  );
}

// --- For which body.

async function listBodies(signal: AbortSignal): Promise<Member[]> {
  return (
    await allOf(async (pageToken) => {
      const page = await members.listMembers({ pageSize: 500, pageToken }, { signal });
      return { rows: page.members, next: page.nextPageToken };
    })
  ).rows;
}

function BodyChoice({ mine }: { mine: ReturnType<typeof useMember> }) {
  const several = mine.every || mine.bodies.length > 1;
  const all = useLoad((signal) => (several ? listBodies(signal) : Promise.resolve([])), [several]);
  if (!several) return null;
  const offered = (all.value ?? []).filter(({ name }) => mine.every || mine.bodies.includes(name));
  const options = offered.map(
    ({ name, acronym, country }) => [name, [acronym, country].filter(Boolean).join(' – ') || idOf(name)] as const,
  );
  return (
    <Choice
      label={t('body')}
      value={mine.member}
      options={[...(mine.member ? [] : [['', t('chooseBody')] as const]), ...options.toSorted((a, b) => a[1].localeCompare(b[1]))]}
      onChange={(member) => {
        mine.choose(member);
        setQuery({ member: idOf(member) });
      }}
    />
  );
}

// --- What it has to vote on.

const TABS = [Tab.VOTE_REQUIRED, Tab.ALL_MANDATORY, Tab.ALL_OPEN, Tab.NEW, Tab.CLOSING, Tab.CLOSED] as const;
const NAMES: Record<number, string> = {
  [Tab.VOTE_REQUIRED]: 'due',
  [Tab.ALL_MANDATORY]: 'mandatory',
  [Tab.ALL_OPEN]: 'open',
  [Tab.NEW]: 'new',
  [Tab.CLOSING]: 'closing',
  [Tab.CLOSED]: 'closed',
};
const COLUMNS: Record<string, SortColumn> = {
  reference: SortColumn.REFERENCE,
  title: SortColumn.TITLE,
  kind: SortColumn.KIND,
  committee: SortColumn.COMMITTEE,
  opened: SortColumn.OPENED,
  closes: SortColumn.CLOSES,
  obligation: SortColumn.OBLIGATION,
  voted: SortColumn.VOTED,
};

type Lists = Record<number, { rows: MyBallot[]; whole: boolean }>;

// All tabs at once: their numbers stand on them, and going from one to another waits for nothing.
async function listsOf(member: string, sort: SortColumn, descending: boolean, signal: AbortSignal): Promise<Lists> {
  const lists = await Promise.all(
    TABS.map((tab) =>
      allOf(async (pageToken) => {
        const page = await obligations.listMyBallots({ member, tab, sort, descending, pageSize: 500, pageToken }, { signal });
        return { rows: page.ballots, next: page.nextPageToken };
      }, 1000),
    ),
  );
  return Object.fromEntries(TABS.map((tab, index) => [tab, lists[index]!]));
}

function Votes({ member, route }: { member: string; route: Route }) {
  const body = idOf(member).toUpperCase();
  const sort = route.query.get('sort') ?? 'closes';
  const down = route.query.get('down') === '1';
  const tab = TABS.find((one) => NAMES[one] === route.query.get('tab')) ?? Tab.VOTE_REQUIRED;
  const loaded = useLoad((signal) => listsOf(member, COLUMNS[sort] ?? SortColumn.CLOSES, down, signal), [member, sort, down]);
  useBack(loaded.again);
  const [, redraw] = useState(0);
  const href = (one: Tab) => hrefOf(['work'], { ...Object.fromEntries(route.query), tab: NAMES[one] });
  return (
    <Section title={t('of', { body })}>
      <Shown of={loaded}>
        {(lists) => {
          const every = unique(TABS.flatMap((one) => lists[one]!.rows));
          const seen = { person: currentSession()?.person ?? '', member };
          firstVisit(seen, every);
          const changes = new Map(every.map((row) => [row.ballot, changeOf(seen, row)]));
          const changed = every.filter((row) => changes.get(row.ballot));
          const { rows, whole } = lists[tab]!;
          return (
            <>
              {changed.length > 0 && (
                <p class="changes">
                  <Badge tone="warn">{t('changes', { n: changed.length })}</Badge>
                  <button
                    type="button"
                    onClick={() => {
                      markSeen(seen, every);
                      redraw((n) => n + 1);
                    }}
                  >
                    {t('seen')}
                  </button>
                </p>
              )}
              <Tabs
                label={t('tabs')}
                current={NAMES[tab]!}
                tabs={TABS.map(
                  (one) =>
                    [
                      NAMES[one]!,
                      `${t(`tab${one}` as 'tab1')} (${lists[one]!.rows.length}${lists[one]!.whole ? '' : '+'})`,
                      href(one),
                    ] as const,
                )}
              />
              <p class="quiet">{t(`hint${tab}` as 'hint1')}</p>
              {rows.length === 0 ? (
                <>
                  <Empty>{t(`nothing${tab}` as 'nothing1', { body })}</Empty>
                  {tab !== Tab.ALL_OPEN && (
                    <p>
                      <a href={href(Tab.ALL_OPEN)}>{t('seeOpen')}</a>
                    </p>
                  )}
                </>
              ) : (
                <Table
                  caption={`${t('of', { body })}: ${t(`tab${tab}` as 'tab1')}`}
                  columns={columns(sort, down, idOf(member), changes)}
                  rows={rows}
                  keyOf={({ ballot }) => ballot}
                />
              )}
              {!whole && <p class="quiet">{t('more', { n: '…' })}</p>}
            </>
          );
        }}
      </Shown>
    </Section>
  );
}

const unique = (rows: MyBallot[]): MyBallot[] => [...new Map(rows.map((row) => [row.ballot, row])).values()];

function columns(sort: string, down: boolean, member: string, changes: Map<string, Change | null>): Column<MyBallot>[] {
  const column = (name: string, title: string, cell: Column<MyBallot>['cell']): Column<MyBallot> => ({
    title,
    cell,
    sorted: sort === name ? (down ? 'descending' : 'ascending') : 'none',
    onSort: (sorted) => setQuery({ sort: name, down: sorted === 'descending' ? '1' : undefined }),
  });
  return [
    column('reference', t('reference'), (row) => (
      <>
        <a href={hrefOf(['ballots', idOf(row.ballot)], { tab: row.state === BallotState.OPEN ? 'vote' : 'result', member })}>
          {row.reference}
        </a>
        {changes.get(row.ballot) && (
          <div>
            <Badge tone="warn">{t(changes.get(row.ballot)!)}</Badge>
          </div>
        )}
      </>
    )),
    column('title', t('about'), (row) => <span lang="en">{row.title}</span>),
    column('closes', t('closes'), (row) => (
      <>
        {row.closeTime && closing(dateOf(row.closeTime)!, GENEVA)}
        {row.state === BallotState.OPEN && (
          <div>
            <Left time={row.closeTime} />
          </div>
        )}
      </>
    )),
    column('voted', t('voted'), (row) => <Cast row={row} />),
    column('obligation', t('obligation'), (row) => entitlementWord(row.entitlement)),
    column('kind', t('kind'), (row) => kindWord(row.kind)),
    column('committee', t('committee'), (row) => <span class="nowrap">{row.committeeReference}</span>),
    column('opened', t('opened'), (row) => <span class="nowrap">{dayOf(row.openTime)}</span>),
  ];
}

function Cast({ row }: { row: MyBallot }) {
  if (row.voted) {
    return (
      <>
        <Badge tone="good">{t('isIn')}</Badge>
        {row.castTime && <div class="quiet">{t('votedAt', { when: moment(dateOf(row.castTime)!) })}</div>}
      </>
    );
  }
  const owed = row.entitlement === Entitlement.MUST_VOTE;
  return (
    <Badge tone={owed ? (row.state === BallotState.OPEN ? 'warn' : 'bad') : 'plain'}>
      {t(owed && row.state === BallotState.OPEN ? 'isDue' : 'notIn')}
    </Badge>
  );
}

function Calendar({ member }: { member: string }) {
  const [copied, setCopied] = useState(false);
  const path = `/calendar/${idOf(member)}.ics`;
  return (
    <Section title={t('calendar')}>
      <p>
        <a href={path} download>
          {t('calendarLink')}
        </a>
      </p>
      <p>
        <code>{location.origin + path}</code>
      </p>
      <p class="row">
        <button type="button" onClick={() => void navigator.clipboard.writeText(location.origin + path).then(() => setCopied(true))}>
          {t('copy')}
        </button>
        <span role="status">{copied && common('copied')}</span>
      </p>
      <p class="quiet">{t('calendarHint')}</p>
    </Section>
  );
}
