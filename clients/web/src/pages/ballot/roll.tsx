// Who may vote on a ballot, who must, and, for those who may see it, who has.
import { BallotState, Entitlement, type Ballot, type RollEntry } from '../../../gen/placet/ballots/v1/ballots_pb';
import { MemberStatus } from '../../../gen/placet/ballots/v1/tallies_pb';
import { ballots, board } from '../../api/clients';
import { useGrants, watchesOver } from '../../api/grants';
import { useLoad } from '../../api/load';
import { allOf } from '../../api/pages';
import { idOf, setQuery } from '../../route';
import { t } from '../../texts/ballots';
import { entitlementWord, statusWord } from '../../texts/words';
import { Badge, Choice, Empty, Meter, Shown, Table, type Column } from '../../view/parts';

const MAY_VOTE = [Entitlement.MUST_VOTE, Entitlement.MAY_VOTE];

export const listRoll = async (ballot: string, signal?: AbortSignal): Promise<RollEntry[]> =>
  (
    await allOf(async (pageToken) => {
      const page = await ballots.listRoll({ parent: ballot, pageSize: 500, pageToken }, signal ? { signal } : {});
      return { rows: page.entries, next: page.nextPageToken };
    })
  ).rows;

const KEPT = {
  must: (entry: RollEntry) => entry.entitlement === Entitlement.MUST_VOTE,
  missing: (entry: RollEntry) => entry.entitlement === Entitlement.MUST_VOTE && !entry.voted,
  voters: (entry: RollEntry) => MAY_VOTE.includes(entry.entitlement) || entry.status === MemberStatus.P,
  all: () => true,
};
type Show = keyof typeof KEPT;

export function Roll({ ballot, asked }: { ballot: Ballot; asked: string | null }) {
  const grants = useGrants() ?? [];
  // While it is open, `voted` says something to those alone who may see it.
  const seen = ballot.state === BallotState.CLOSED || (ballot.state === BallotState.OPEN && watchesOver(grants, ballot.committee));
  const roll = useLoad((signal) => listRoll(ballot.name, signal), [ballot.name, ballot.etag]);
  return (
    <Shown of={roll}>
      {(entries) => {
        const count = (...which: Entitlement[]) => entries.filter(({ entitlement }) => which.includes(entitlement)).length;
        // Of all member bodies first those that must vote; where none must, those with a vote.
        const show = asked !== null && asked in KEPT ? (asked as Show) : count(Entitlement.MUST_VOTE) > 0 ? 'must' : 'voters';
        const rows = entries.filter(KEPT[show]);
        return (
          <>
            <p>
              {t('rollCounts', {
                must: count(Entitlement.MUST_VOTE),
                may: count(Entitlement.MAY_VOTE),
                comment: count(Entitlement.MAY_COMMENT),
              })}
            </p>
            {seen ? <Turnout entries={entries} /> : ballot.state === BallotState.OPEN && <BoardTurnout ballot={ballot} />}
            <Choice
              label={t('filterRoll')}
              value={show}
              options={[
                ['must', t('onlyMust')],
                ['voters', t('voters')],
                ['all', t('everyone')],
                ...(seen ? [['missing', t('onlyMissing')] as const] : []),
              ]}
              onChange={(roll) => setQuery({ roll })}
            />
            {rows.length > 0 ? (
              <div class="roll">
                <Table caption={t('rollOf', { n: rows.length })} columns={rollColumns(seen)} rows={rows} keyOf={(entry) => entry.name} />
              </div>
            ) : (
              <Empty>{t('nothing')}</Empty>
            )}
          </>
        );
      }}
    </Shown>
  );
}

function rollColumns(seen: boolean): Column<RollEntry>[] {
  return [
    {
      title: t('body'),
      cell: (entry) => (
        <>
          {entry.acronym || idOf(entry.name)} <span class="quiet">({idOf(entry.name)})</span>
        </>
      ),
      sort: (a, b) => a.acronym.localeCompare(b.acronym),
    },
    { title: t('country'), cell: (entry) => <span lang="en">{entry.country}</span>, sort: (a, b) => a.country.localeCompare(b.country) },
    {
      title: t('statusNow'),
      cell: (entry) => (
        <>
          {statusWord(entry.status)}
          {entry.status !== entry.statusAtOpening && (
            <div class="quiet">{t('atOpening', { status: statusWord(entry.statusAtOpening) })}</div>
          )}
        </>
      ),
      sort: (a, b) => a.status - b.status,
    },
    { title: t('may'), cell: (entry) => entitlementWord(entry.entitlement), sort: (a, b) => a.entitlement - b.entitlement },
    ...(seen
      ? [
          {
            title: t('voted'),
            cell: (entry: RollEntry) => <Badge tone={entry.voted ? 'good' : 'plain'}>{t(entry.voted ? 'in' : 'notIn')}</Badge>,
            sort: (a: RollEntry, b: RollEntry) => Number(a.voted) - Number(b.voted),
          },
        ]
      : []),
  ];
}

function Turnout({ entries }: { entries: RollEntry[] }) {
  const must = entries.filter(({ entitlement }) => entitlement === Entitlement.MUST_VOTE);
  const may = entries.filter(({ entitlement }) => MAY_VOTE.includes(entitlement));
  const of = (some: RollEntry[]) => ({ part: some.filter(({ voted }) => voted).length, whole: some.length });
  return <Meters must={of(must)} all={of(may)} />;
}

// How many votes are in is told to everybody; whose, to few.
function BoardTurnout({ ballot }: { ballot: Ballot }) {
  const found = useLoad((signal) => board.getBoard({ committee: ballot.committee }, { signal }), [ballot.committee, ballot.etag]);
  const entry = found.value?.entries.find(({ name }) => name === ballot.name);
  if (!entry) return null;
  return (
    <Meters must={{ part: entry.votesIn, whole: entry.votesIn + entry.votesDue }} all={{ part: entry.allVotesIn, whole: entry.bodies }} />
  );
}

type Share = { part: number; whole: number };

function Meters({ must, all }: { must: Share; all: Share }) {
  return (
    <p>
      <strong>{t('turnout')}</strong>{' '}
      {must.whole > 0 && <Meter part={must.part} whole={must.whole} label={t('turnoutP', { ...must })} />}{' '}
      {all.whole > must.whole && <Meter part={all.part} whole={all.whole} label={t('turnoutAll', { ...all })} />}
    </p>
  );
}
