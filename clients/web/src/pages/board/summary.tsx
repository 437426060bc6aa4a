// What stands above and beside the list: sums, the week, who is late, what is at risk, the services.
import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { ComponentChildren } from 'preact';
import type { BoardEntry } from '../../../gen/placet/ballots/v1/board_pb';
import { hrefOf, idOf, type Route } from '../../route';
import { t } from '../../texts/board';
import { t as common } from '../../texts/common';
import { number } from '../../texts/speak';
import { Badge, Meter, Section } from '../../view/parts';
import { day, formatter, moment, span } from '../../view/time';
import { dueOf, latenessOf, msOf, type Model, type Only, type Summary } from './model';

// The present address with something changed.
const changed = (route: Route, changes: Record<string, string>): string =>
  hrefOf(['board'], { ...Object.fromEntries(route.query), ...changes });

function Figure({ value, label, href, tone }: { value: number; label: string; href?: string | undefined; tone?: 'bad' | undefined }) {
  const content = <><strong class={tone && value > 0 ? 'soon' : ''}>{number(value)}</strong> {label}</>;
  return <li>{href && value > 0 ? <a href={href}>{content}</a> : <span>{content}</span>}</li>;
}

export function Present({ model, summary, route }: { model: Model; summary: Summary; route?: Route }) {
  const { openBallots = model.entries.length, votesDue = 0, votesIn = 0, closingSoon = 0 } = model.totals ?? {};
  const href = (only: Only) => route && changed(route, { only });
  return (
    <section class="card" aria-label={t('present')}>
      <ul class="figures">
        <Figure value={openBallots} label={t('openBallots', { n: openBallots })} />
        <Figure value={votesDue} label={t('votesDue', { n: votesDue })} />
        <Figure value={closingSoon} label={t('closingSoon', { n: closingSoon })} />
        <Figure value={summary.late.length} label={t('late')} href={href('late')} tone="bad" />
        {summary.seesTallies && (
          <Figure value={summary.comments} label={t('commentsOn', { n: summary.comments })} href={href('comments')} />
        )}
        <li class="turnout">
          <span class="quiet">{t('turnout')}</span>
          <Meter part={votesIn} whole={votesIn + votesDue} label={t('votesIn', { n: votesIn, whole: votesIn + votesDue })} />
        </li>
      </ul>
      <Services model={model} short={!route} />
    </section>
  );
}

const weekday = (iso: string): string =>
  formatter({ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).format(Date.parse(`${iso}T00:00:00Z`));

export function Week({ summary, route }: { summary: Summary; route?: Route }) {
  const most = Math.max(1, ...summary.week.map((strip) => strip.ballots));
  const chosen = route?.query.get('day');
  return (
    <Section title={t('week')} aside={<span class="hint">{route ? t('weekHint') : t('weekZone')}</span>}>
      <ol class="week">
        {summary.week.map((strip) => {
          const content = (
            <>
              <span class="day">{strip.day === summary.today ? t('today') : weekday(strip.day)}</span>
              <span class="column" aria-hidden="true">
                {strip.ballots > 0 && <span style={{ height: `${(100 * strip.ballots) / most}%` }} />}
              </span>
              {strip.ballots === 0
                ? <span class="quiet">{t('noClosing')}</span>
                : <><strong>{t('dayBallots', { n: strip.ballots })}</strong><span class="quiet">{t('dayDue', { n: strip.due })}</span></>}
            </>
          );
          const on = chosen === strip.day;
          return (
            <li key={strip.day}>
              {route && strip.ballots > 0
                ? <a href={changed(route, { day: on ? '' : strip.day })} aria-current={on ? 'true' : undefined}>{content}</a>
                : <span class="closed-day">{content}</span>}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}

const FEW = 5;

// A few of the list, and a link to all of them in the table.
function Few({ entries, none, href, beside }: {
  entries: BoardEntry[];
  none: string;
  href: string;
  beside: (entry: BoardEntry) => ComponentChildren;
}) {
  if (entries.length === 0) return <p class="quiet">{none}</p>;
  return (
    <>
      <ul class="plain-list few">
        {entries.slice(0, FEW).map((entry) => (
          <li key={entry.name}>
            <a href={hrefOf(['ballots', idOf(entry.name)])}>{entry.reference}</a> <span class="beside">{beside(entry)}</span>
          </li>
        ))}
      </ul>
      {entries.length > FEW && <p><a href={href}>{t('andMore', { n: entries.length })}</a></p>}
    </>
  );
}

export function AtRisk({ summary, now, route, ofBody }: { summary: Summary; now: number; route: Route; ofBody: boolean }) {
  const committee = idOf(route.query.get('committee') ?? '');
  return (
    <Section
      title={t('risk')}
      aside={summary.dueAtRisk > 0 && <Badge tone="warn">{t('riskSum', { n: summary.dueAtRisk })}</Badge>}
    >
      <p class="hint">{t(ofBody ? 'riskHintBody' : 'riskHint')}</p>
      <Few
        entries={summary.atRisk}
        none={t('riskNone')}
        href={changed(route, { only: 'risk' })}
        beside={(entry) => `${t('missing', { n: dueOf(entry, ofBody) })} · ${common('left', { time: span(msOf(entry.closeTime) - now) })}`}
      />
      {!ofBody && committee && <p><a href={hrefOf(['committees', committee], { tab: 'accounts' })}>{t('accounts')}</a></p>}
    </Section>
  );
}

export function Late({ summary, route }: { summary: Summary; route: Route }) {
  return (
    <Section title={t('lateTitle')} aside={summary.late.length > 0 && <Badge tone="bad">{number(summary.late.length)}</Badge>}>
      <p class="hint">{t('limitsHint')}</p>
      <Few
        entries={summary.late}
        none={t('lateNone')}
        href={changed(route, { only: 'late' })}
        beside={(entry) => <LateFor entry={entry} today={summary.today} />}
      />
    </Section>
  );
}

export function LateFor({ entry, today }: { entry: BoardEntry; today: string }) {
  const lateness = latenessOf(entry, today);
  if (!lateness) return null;
  return (
    <>
      <span class="soon">{t('lateBy', { n: lateness.days })}</span>
      {' · '}
      {lateness.limit
        ? t('lateLimit', { stage: entry.limitStage, date: day(entry.limitDate) })
        : t('lateTarget', { date: day(entry.targetDate) })}
    </>
  );
}

export function Commented({ summary, route }: { summary: Summary; route: Route }) {
  return (
    <Section title={t('standing')} aside={summary.comments > 0 && <Badge>{number(summary.comments)}</Badge>}>
      <p class="hint">{t('standingHint')}</p>
      <Few
        entries={summary.commented}
        none={t('standingNone')}
        href={changed(route, { only: 'comments' })}
        beside={(entry) => <a href={hrefOf(['comments', idOf(entry.name)])}>{t('nComments', { n: entry.comments!.total })}</a>}
      />
    </Section>
  );
}

const SERVICES = ['ballots', 'members', 'comments'] as const;

export function Services({ model, short }: { model: Model; short: boolean }) {
  if (short && model.services.every(({ serving }) => serving)) {
    return <p class="services"><Badge tone="good">{t('allServe', { n: model.services.length })}</Badge></p>;
  }
  return (
    <ul class="services" aria-label={t('services')}>
      {model.services.map(({ service, serving, since }) => {
        const known = SERVICES.find((name) => name === service);
        const values = { service: known ? t(known) : service, since: since ? moment(timestampDate(since)) : '' };
        return <li key={service}><Badge tone={serving ? 'good' : 'bad'}>{t(serving ? 'serving' : 'notServing', values)}</Badge></li>;
      })}
    </ul>
  );
}
