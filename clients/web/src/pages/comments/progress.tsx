// How the work went on, by day and by body, and where most of it is.
import { useState } from 'preact/hooks';
import type { Ballot } from '../../../gen/placet/ballots/v1/ballots_pb';
import type { BallotCounts } from '../../../gen/placet/comments/v1/changes_pb';
import type { CommentCounts } from '../../../gen/placet/comments/v1/comment_service_pb';
import type { DayProgress, Progress } from '../../../gen/placet/comments/v1/consensus_service_pb';
import { useLoad, type Loaded } from '../../api/load';
import { hrefOf, idOf, setQuery } from '../../route';
import { t } from '../../texts/comments';
import { number } from '../../texts/speak';
import { Chart } from '../../view/chart';
import { Button, Empty, Field, Meter, Section, Shown, Table } from '../../view/parts';
import { consensus } from './clients';
import { useBodies } from './people';
import { bodyCode, typeText } from './words';

const undecided = (counts: BallotCounts): number => counts.withoutDisposition + counts.proposed;
const decided = (counts: BallotCounts): number => counts.decided + counts.objected + counts.closed;

export function ProgressTab({
  ballot,
  counts,
  query,
  turn,
}: {
  ballot: Ballot;
  counts: Loaded<CommentCounts>;
  query: URLSearchParams;
  turn: number;
}) {
  const progress = useLoad((signal) => consensus.getProgress({ ballot: ballot.name }, { signal }), [ballot.name, turn]);
  return (
    <>
      <Section title={t('tabProgress')}>
        <Shown of={progress}>{({ days }) => <Days days={days} from={query.get('from') ?? ''} to={query.get('to') ?? ''} />}</Shown>
      </Section>
      <div class="columns">
        <Section title={t('now')}>
          <Shown of={counts}>{(all) => <Now counts={all} />}</Shown>
        </Section>
        <Section title={t('hotSpots')}>
          <Shown of={counts}>{(all) => <HotSpots ballot={ballot} counts={all} />}</Shown>
        </Section>
      </div>
      <Section title={t('byBody')}>
        <Shown of={progress}>{(all) => <Bodies ballot={ballot} progress={all} />}</Shown>
      </Section>
    </>
  );
}

// A range of days stands in the address, too.
function Range({ from, to }: { from: string; to: string }) {
  return (
    <div class="row">
      <Field label={t('from')}>
        {(props) => (
          <input
            {...props}
            type="date"
            name="from"
            value={from}
            max={to}
            onChange={(event) => setQuery({ from: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={t('to')}>
        {(props) => (
          <input {...props} type="date" name="to" value={to} min={from} onChange={(event) => setQuery({ to: event.currentTarget.value })} />
        )}
      </Field>
      {(from || to) && <Button onClick={() => setQuery({ from: '', to: '' })}>{t('allDays')}</Button>}
    </div>
  );
}

function Days({ days, from, to }: { days: DayProgress[]; from: string; to: string }) {
  const shown = days.filter(({ day, counts }) => counts && (!from || day >= from) && (!to || day <= to));
  const values = (of: (counts: BallotCounts) => number) => shown.map(({ counts }) => of(counts!));
  return (
    <>
      <Range from={from} to={to} />
      {shown.length === 0 ? (
        <Empty>{t('noDays')}</Empty>
      ) : (
        <Chart
          title={t('burndown')}
          days={shown.map(({ day }) => day)}
          series={[
            { name: t('seriesUndecided'), tone: 'accent', values: values(undecided), filled: true },
            { name: t('seriesTotal'), tone: 'quiet', dash: [8, 4], values: values(({ total }) => total) },
            { name: t('seriesClosed'), tone: 'good', dash: [3, 3], values: values(({ closed }) => closed) },
            { name: t('seriesObjected'), tone: 'bad', dash: [10, 3, 2, 3], values: values(({ objected }) => objected) },
          ]}
        />
      )}
    </>
  );
}

function Now({ counts }: { counts: CommentCounts }) {
  const [types] = useState(() => ({ ge: 1, te: 2, ed: 3 }) as Record<string, number>);
  const all = counts.counts;
  if (!all) return <Empty>{t('nothingYet')}</Empty>;
  return (
    <>
      <p>
        <Meter part={decided(all)} whole={all.total} label={t('decidedOf', { part: decided(all), whole: all.total })} />
      </p>
      <dl>
        <dt>{t('withoutDisposition')}</dt>
        <dd>{number(all.withoutDisposition)}</dd>
        <dt>{t('inProposed')}</dt>
        <dd>{number(all.proposed)}</dd>
        <dt>{t('objectedTo')}</dt>
        <dd>{number(all.objected)}</dd>
        <dt>{t('inClosed')}</dt>
        <dd>{number(all.closed)}</dd>
        <dt>{t('assigned')}</dt>
        <dd>{number(counts.assigned)}</dd>
        <dt>{t('overdueCount')}</dt>
        <dd>{number(counts.overdue)}</dd>
        <dt>{t('conditioning')}</dt>
        <dd>{number(counts.conditioning)}</dd>
      </dl>
      <h3>{t('byType')}</h3>
      <Bars
        rows={Object.entries(counts.byType).map(([type, n]) => ({
          name: types[type] ? typeText(types[type]) : t('typeNone'),
          n,
          text: number(n),
        }))}
      />
    </>
  );
}

function HotSpots({ ballot, counts }: { ballot: Ballot; counts: CommentCounts }) {
  if (counts.clauses.length === 0) return <Empty>{t('nothingYet')}</Empty>;
  return (
    <Bars
      rows={counts.clauses.map(({ clause, comments, unresolved }) => ({
        name: clause || t('wholeDocument'),
        href: hrefOf(['comments', idOf(ballot.name)], { clause }),
        n: comments,
        text: t('hotSpot', { n: comments, open: unresolved }),
      }))}
    />
  );
}

function Bars({ rows }: { rows: { name: string; href?: string; n: number; text: string }[] }) {
  const most = Math.max(1, ...rows.map(({ n }) => n));
  return (
    <div class="bars">
      {rows.map(({ name, href, n, text }) => (
        <>
          <span key={`${name} name`}>{href ? <a href={href}>{name}</a> : name}</span>
          <meter key={`${name} bar`} min={0} max={most} value={n} aria-label={`${name}: ${text}`} />
          <span key={`${name} text`} class="number">
            {text}
          </span>
        </>
      ))}
    </div>
  );
}

function Bodies({ ballot, progress }: { ballot: Ballot; progress: Progress }) {
  const bodies = useBodies();
  const rows = progress.bodies.filter(({ counts }) => counts);
  if (rows.length === 0) return <Empty>{t('nothingYet')}</Empty>;
  return (
    <Table
      caption={t('tableOf', { what: t('byBody') })}
      rows={rows}
      keyOf={({ body }) => body || '-'}
      columns={[
        {
          title: t('body'),
          cell: ({ body }) =>
            body ? (
              <>
                <a href={hrefOf(['comments', idOf(ballot.name)], { body })}>{bodyCode(body)}</a>{' '}
                <span class="quiet">{bodies.get(body)?.acronym}</span>
              </>
            ) : (
              t('noBody')
            ),
        },
        { title: t('total'), number: true, cell: ({ counts }) => number(counts!.total) },
        {
          title: t('resolved'),
          cell: ({ counts }) => (
            <Meter part={decided(counts!)} whole={counts!.total} label={t('decidedOf', { part: decided(counts!), whole: counts!.total })} />
          ),
        },
        { title: t('objectedTo'), number: true, cell: ({ counts }) => number(counts!.objected) },
        { title: t('inClosed'), number: true, cell: ({ counts }) => number(counts!.closed) },
      ]}
    />
  );
}
