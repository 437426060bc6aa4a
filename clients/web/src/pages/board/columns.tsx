// The columns of the list: how each is headed, sorted and filled.
import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { ComponentChildren } from 'preact';
import { Entitlement } from '../../../gen/placet/ballots/v1/ballots_pb';
import type { BoardEntry, BodyStanding } from '../../../gen/placet/ballots/v1/board_pb';
import { Verdict } from '../../../gen/placet/ballots/v1/tallies_pb';
import { hrefOf, idOf } from '../../route';
import { t } from '../../texts/board';
import { t as common } from '../../texts/common';
import { kindName } from '../../texts/kinds';
import { number } from '../../texts/speak';
import { entitlementWord, verdictWord } from '../../texts/words';
import { Badge, Meter, type Tone } from '../../view/parts';
import { closing, day, formatter, span } from '../../view/time';
import { latenessOf, msOf, type Sort } from './model';

export interface Moment {
  now: number;
  today: string;
}

export interface BoardColumn {
  id: Sort | 'own';
  title: string;
  cell: (entry: BoardEntry, at: Moment) => ComponentChildren;
  number?: boolean;
}

export function columnsOf(ofBody: boolean, seesTallies: boolean): BoardColumn[] {
  return [
    { id: 'reference', title: t('ballot'), cell: Subject },
    { id: 'kind', title: t('kind'), cell: (entry) => <span class="two-lines">{kindName(entry.kind)}</span> },
    { id: 'committee', title: t('committee'), cell: Owner },
    { id: 'closes', title: t('closes'), cell: Closes },
    ...(ofBody ? [{ id: 'own', title: t('ownVote'), cell: (entry: BoardEntry) => entry.body && <Own body={entry.body} /> } as const] : []),
    { id: 'due', title: t('votes'), cell: Votes },
    { id: 'limit', title: t('limit'), cell: Limit },
    ...(seesTallies
      ? [
          { id: 'verdict', title: t('verdict'), cell: (entry: BoardEntry) => <Standing entry={entry} /> } as const,
          { id: 'comments', title: common('comments'), number: true, cell: CommentCount } as const,
        ]
      : []),
  ];
}

const Owner = (entry: BoardEntry) => <a href={hrefOf(['committees', idOf(entry.committee)])}>{entry.committeeReference}</a>;

const Subject = (entry: BoardEntry) => (
  <>
    <a href={hrefOf(['ballots', idOf(entry.name)])}>{entry.reference}</a>
    <span class="second" lang="en" title={entry.title}>{entry.title}</span>
  </>
);

function Closes(entry: BoardEntry, { now }: Moment) {
  if (!entry.closeTime) return null;
  const date = timestampDate(entry.closeTime);
  const left = msOf(entry.closeTime) - now;
  return (
    <>
      <time dateTime={date.toISOString()} title={`${closing(date)} ${common('yourZone')}`}>{day(entry.endDate)}</time>
      <span class={left < SOON ? 'second soon' : 'second'}>{left > 0 ? common('left', { time: span(left) }) : common('closed')}</span>
    </>
  );
}
const SOON = 3 * 24 * 60 * 60_000;

function Votes(entry: BoardEntry) {
  const whole = entry.votesIn + entry.votesDue;
  if (whole === 0) return <span class="quiet two-lines">{t('noneMust')}</span>;
  return (
    <>
      <Meter part={entry.votesIn} whole={whole} label={t('ofVotes', { n: entry.votesIn, whole })} />
      <span class="second">{entry.votesDue > 0 ? t('missing', { n: entry.votesDue }) : t('allIn')}</span>
    </>
  );
}

function Limit(entry: BoardEntry, { today }: Moment) {
  const lateness = latenessOf(entry, today);
  const target = entry.targetDate && t('targetDate', { date: day(entry.targetDate) });
  const by = entry.limitDate ? t('byDate', { date: day(entry.limitDate) }) : target;
  return (
    <>
      {entry.stage || null}{entry.limitStage ? <span class="quiet"> → {entry.limitStage}</span> : null}
      <span class="second">
        {lateness && <><span class="soon">! {t('lateBy', { n: lateness.days })}</span> · </>}
        {by || t('noLimit')}
      </span>
    </>
  );
}

// What 24:00 in Geneva is where the reader is.
export function zoneNote({ closeTime }: BoardEntry): string {
  if (!closeTime) return '';
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const time = formatter({ timeStyle: 'short' }).format(timestampDate(closeTime));
  return t('zoneNote', { time, zone: timeZone.replaceAll('_', ' ') });
}

const TONES: Partial<Record<Verdict, Tone>> = { [Verdict.APPROVED]: 'good', [Verdict.NOT_APPROVED]: 'bad' };

function Standing({ entry }: { entry: BoardEntry }) {
  if (!entry.verdict) return <span class="quiet">{t('notShown')}</span>;
  const met = entry.criteria.filter((criterion) => criterion.met).length;
  return (
    <>
      <Badge tone={TONES[entry.verdict] ?? 'plain'}>{verdictWord(entry.verdict)}</Badge>
      {entry.criteria.length > 0 && <span class="second">{t('criteria', { n: met, whole: entry.criteria.length })}</span>}
    </>
  );
}

const CommentCount = (entry: BoardEntry) =>
  entry.comments ? <a href={hrefOf(['comments', idOf(entry.name)])}>{number(entry.comments.total)}</a> : '–';

function Own({ body }: { body: BodyStanding }) {
  if (body.voted) return <Badge tone="good">{t('received')}</Badge>;
  if (body.entitlement === Entitlement.MUST_VOTE) return <Badge tone="warn">{t('isDue')}</Badge>;
  return <>{entitlementWord(body.entitlement)}</>;
}
