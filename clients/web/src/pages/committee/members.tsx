// Who takes part on a day: counted by region, on the map, one by one with how sure it is.
import {
  Confidence, SeatStatus, type Committee, type Member, type Participation, type Seat,
} from '../../../gen/placet/members/v1/members_pb';
import { idOf, setQuery, type Route } from '../../route';
import { t } from '../../texts/committees';
import { categoryWord, confidenceMeaning, regionWord, seatWord } from '../../texts/directory';
import { number } from '../../texts/speak';
import { WorldMap, placeOf, type Look, type Place } from '../../view/map';
import { Badge, Choice, Empty, Section, Shown, Table, type Column } from '../../view/parts';
import { DayChoice, dayOf, dayWord } from './day';
import { Says, Since, Sure } from './facts';
import { useMembers, useParticipation, useSeatHistory, useSeats } from './load';
import { isUnsure } from './seats';

export function Members({ committee, route }: { committee: Committee; route: Route }) {
  const on = dayOf(route);
  const history = useSeatHistory(committee.name);
  const bodies = useMembers();
  const seats = useSeats(committee.name, on);
  const participation = useParticipation(committee.name, on);
  const ever = history.value?.length !== 0;
  return (
    <>
      <DayChoice route={route} seats={history.value} />
      <Shown of={seats}>
        {(rows) => rows.length === 0
          ? <Empty><strong>{t(ever ? 'noMembers' : 'noSeats')}</strong> {ever && t('noMembersRemedy')}</Empty>
          : (
            <>
              <Shown of={participation}>
                {(counts) => <div class="columns"><Regions participation={counts} /><Evidence participation={counts} /></div>}
              </Shown>
              <OnMap seats={rows} on={on} />
              <List seats={rows} bodies={bodies.value ?? []} on={on} route={route} />
            </>
          )}
      </Shown>
    </>
  );
}

interface RegionRow {
  name: string;
  p: number;
  o: number;
}

function Regions({ participation }: { participation: Participation }) {
  const rows = participation.rows.map(({ region, pMembers, oMembers }) => ({ name: regionWord(region), p: pMembers, o: oMembers }));
  const all: RegionRow[] = [...rows, { name: t('total'), p: participation.pMembers, o: participation.oMembers }];
  const columns: Column<RegionRow>[] = [
    { title: t('region'), cell: ({ name }) => name },
    { title: t('p'), number: true, cell: ({ p }) => number(p) },
    { title: t('o'), number: true, cell: ({ o }) => number(o) },
    { title: t('total'), number: true, cell: ({ p, o }) => number(p + o) },
  ];
  return (
    <Section title={t('participation', { date: dayWord(participation.date) })}>
      <Table
        caption={t('byRegion')}
        columns={columns}
        rows={all}
        keyOf={({ name }) => name}
        rowClass={({ name }) => (name === t('total') ? 'sum-row' : '')}
      />
    </Section>
  );
}

function Evidence({ participation }: { participation: Participation }) {
  return (
    <Section title={t('evidence')}>
      <ul class="plain-list">
        {participation.evidence.map(({ confidence, seats }) => (
          <li key={confidence}>
            {t('seats', { n: seats })} <Sure confidence={confidence} /> <span class="quiet">{confidenceMeaning(confidence)}</span>
          </li>
        ))}
      </ul>
      {participation.inexactPeriods > 0 && <p>{t('inexact', { n: participation.inexactPeriods })}</p>}
      <p class="hint">{t('byHint')}</p>
    </Section>
  );
}

// How a seat looks on the map: its status, and whether it is sure.
const LOOKS = ['strong', 'other', 'warn', 'quiet'] as const satisfies Look[];
type SeatLook = (typeof LOOKS)[number];

function lookOf(seat: Seat): SeatLook {
  if (seat.status === SeatStatus.P) return isUnsure(seat) ? 'warn' : 'strong';
  return isUnsure(seat) ? 'quiet' : 'other';
}

const lookWord = (look: SeatLook): string => t(({ strong: 'pSure', other: 'oSure', warn: 'pUnsure', quiet: 'oUnsure' } as const)[look]);

function OnMap({ seats, on }: { seats: Seat[]; on: string }) {
  const places = new Map<string, Place>();
  const missing: string[] = [];
  for (const seat of seats) {
    const place = placeOf(seat.name);
    const look = lookOf(seat);
    if (place) places.set(place, { className: look, label: t('labelled', { name: seat.country, what: lookWord(look) }) });
    else missing.push(seat.country || seat.acronym);
  }
  const looks = LOOKS.filter((look) => seats.some((seat) => lookOf(seat) === look));
  const title = t('map', { date: dayWord(on) });
  return (
    <Section title={title}>
      <WorldMap title={title} places={places} legend={looks.map((look) => ({ className: look, label: lookWord(look) }))} />
      {seats.some(isUnsure) && <p class="hint">{t('unsureHint')}</p>}
      {missing.length > 0 && <p class="hint">{t('notOnMap', { names: missing.join(', ') })}</p>}
    </Section>
  );
}

const byCountry = (a: Seat, b: Seat) => (a.country || a.acronym).localeCompare(b.country || b.acronym);

function List({ seats, bodies, on, route }: { seats: Seat[]; bodies: Member[]; on: string; route: Route }) {
  const known = new Map(bodies.map((body) => [idOf(body.name), body]));
  const status = route.query.get('status') ?? '';
  const shown = seats
    .filter((seat) => !status || SeatStatus[seat.status] === status)
    .sort((a, b) => a.status - b.status || byCountry(a, b));
  const columns: Column<Seat>[] = [
    { title: t('country'), cell: ({ country, name }) => <span lang="en">{country || idOf(name)}</span>, sort: byCountry },
    { title: t('acronym'), cell: ({ acronym }) => acronym, sort: (a, b) => a.acronym.localeCompare(b.acronym) },
    {
      title: t('status'),
      cell: (seat) => (
        <>
          <strong class="whole">{seatWord(seat.status)}</strong>
          {seat.twin && <div class="quiet">{t('twin', { body: known.get(idOf(seat.twin))?.country ?? idOf(seat.twin) })}</div>}
        </>
      ),
      sort: (a, b) => a.status - b.status || byCountry(a, b),
    },
    { title: t('region'), cell: ({ region }) => regionWord(region), sort: (a, b) => a.region - b.region || byCountry(a, b) },
    {
      title: t('since'),
      cell: ({ period }) => <Since period={period} />,
      sort: (a, b) => ((a.period?.from ?? '') < (b.period?.from ?? '') ? -1 : 1),
    },
    {
      title: t('sure'),
      cell: ({ confidence }) => <Sure confidence={confidence} />,
      sort: (a, b) => b.confidence - a.confidence || byCountry(a, b),
    },
    { title: t('says'), cell: ({ basis }) => <Says text={basis} /> },
    {
      title: t('category'),
      cell: (seat) => {
        const body = known.get(idOf(seat.name));
        return body && <>{categoryWord(body.category)}<Says text={body.categoryBasis} /></>;
      },
    },
  ];
  const guesses = seats.filter(({ confidence }) => confidence === Confidence.GUESS).length;
  return (
    <Section
      title={t('members')}
      aside={guesses > 0 && <Badge tone="bad">{t('guesses', { n: guesses })}</Badge>}
    >
      <Choice
        label={t('statusFilter')}
        value={status}
        options={[['', t('everyone')], ['P', seatWord(SeatStatus.P)], ['O', seatWord(SeatStatus.O)]]}
        onChange={(value) => setQuery({ status: value })}
      />
      <Table caption={t('memberList', { date: dayWord(on) })} columns={columns} rows={shown} keyOf={({ name }) => name} />
    </Section>
  );
}
