// Seats over time: how many P- and O-members there were, and who came, went or changed.
import type { Committee, Seat } from '../../../gen/placet/members/v1/members_pb';
import { hrefOf, idOf, setQuery, type Route } from '../../route';
import { t } from '../../texts/committees';
import { confidenceWord, seatWord } from '../../texts/directory';
import { Chart } from '../../view/chart';
import { Empty, Section, Shown, Table, type Column } from '../../view/parts';
import { dayIn } from '../../view/geneva';
import { dayOrBy, Says, Sure } from './facts';
import { useSeatHistory } from './load';
import { changesOf, isSame, stepsOf, type Change } from './seats';

export function History({ committee, route }: { committee: Committee; route: Route }) {
  const history = useSeatHistory(committee.name);
  return (
    <Shown of={history}>
      {(seats) => seats.length === 0
        ? <Empty>{t('noSeats')}</Empty>
        : (
          <>
            <Counts seats={seats} />
            <Changes seats={seats} id={idOf(committee.name)} route={route} />
          </>
        )}
    </Shown>
  );
}

function Counts({ seats }: { seats: Seat[] }) {
  const steps = stepsOf(seats);
  const today = dayIn(Date.now());
  const last = steps.at(-1)!;
  // The last count still holds today.
  if (last.day < today) steps.push({ ...last, day: today });
  return (
    <Section title={t('history')}>
      <Chart
        title={t('chart')}
        days={steps.map(({ day }) => day)}
        series={[
          { name: t('pMembers'), tone: 'accent', values: steps.map(({ p }) => p) },
          { name: t('oMembers'), tone: 'warn', dash: [6, 4], values: steps.map(({ o }) => o) },
        ]}
      />
      <p class="hint">{t('chartHint')}</p>
    </Section>
  );
}

function Changes({ seats, id, route }: { seats: Seat[]; id: string; route: Route }) {
  const all = route.query.get('all') === '1';
  const changes = changesOf(seats).filter((change) => all || !isSame(change));
  const columns: Column<Change>[] = [
    {
      title: t('date'),
      cell: ({ day, exact }) => <a class="whole" href={hrefOf(['committees', id], { on: day })}>{dayOrBy(day, exact)}</a>,
      sort: (a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)),
    },
    {
      title: t('country'),
      cell: ({ seat }) => <span lang="en">{seat.country || idOf(seat.name)}</span>,
      sort: (a, b) => a.seat.country.localeCompare(b.seat.country),
    },
    { title: t('acronym'), cell: ({ seat }) => seat.acronym },
    { title: t('change'), cell: (change) => <What change={change} /> },
    { title: t('sure'), cell: ({ seat }) => <Sure confidence={seat.confidence} />, sort: (a, b) => b.seat.confidence - a.seat.confidence },
    { title: t('says'), cell: ({ seat }) => <Says text={seat.basis} /> },
  ];
  return (
    <Section title={t('changeList')}>
      <p>
        <label>
          <input type="checkbox" checked={all} onChange={(event) => setQuery({ all: event.currentTarget.checked ? '1' : '' })} />{' '}
          {t('withUnchanged')}
        </label>
      </p>
      <Table
        caption={t('changesListed')}
        columns={columns}
        rows={changes}
        keyOf={({ day, seat, left }) => `${seat.name} ${day} ${left}`}
      />
      <p class="hint">{t('byHint')}</p>
    </Section>
  );
}

function What({ change }: { change: Change }) {
  const status = seatWord(change.seat.status);
  if (change.left) return <>{t('left', { status })}</>;
  if (isSame(change)) return <span class="quiet">{t('confirmedAgain', { status, sure: confidenceWord(change.seat.confidence) })}</span>;
  if (change.before) return <strong>{t('became', { before: seatWord(change.before.status), status })}</strong>;
  return <>{t('joined', { status })}</>;
}
