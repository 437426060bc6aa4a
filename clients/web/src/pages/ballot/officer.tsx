// What the officers of a ballot do with it: open, schedule, extend, close, cancel, allow changes,
// remind, record late votes.
import { useState } from 'preact/hooks';
import { BallotService } from '../../../gen/placet/ballots/v1/ballot_service_pb';
import { BallotState, Entitlement, type Ballot, type RollEntry } from '../../../gen/placet/ballots/v1/ballots_pb';
import { ObligationService } from '../../../gen/placet/ballots/v1/obligations_pb';
import { ballots, obligations } from '../../api/clients';
import { useGrants, watchesOver } from '../../api/grants';
import { useLoad } from '../../api/load';
import { useMayI, wish } from '../../api/may';
import { problemOf } from '../../api/problem';
import { hrefOf, idOf } from '../../route';
import { t as common } from '../../texts/common';
import { t } from '../../texts/officer';
import { dayIn, GENEVA } from '../../view/geneva';
import { Empty, Loading, Section, Shown } from '../../view/parts';
import { closing, dateOf, day } from '../../view/time';
import { Act, type ActProps, type Values } from './act';
import type { PartProps } from './ballot';
import { LateVote } from './late';
import { listRoll } from './roll';

const { method } = BallotService;

const later = (from: string, days: number): string => {
  const date = new Date(`${from || dayIn()}T00:00:00Z`);
  return new Date(date.getTime() + days * 86_400_000).toISOString().slice(0, 10);
};

type Described = Omit<ActProps, 'may' | 'call'> & { id: string; call: (values: Values, requestId: string) => Promise<Ballot> };

// Each with the request as the fields have it; where they are empty, with something plausible, so
// that the service says whether it could be done at all.
function actsOf(ballot: Ballot): Described[] {
  const { name, etag, reference } = ballot;
  const reason = { name: 'reason', label: t('reason'), kind: 'text', path: 'reason' } as const;
  const said = (values: Values) => values['reason'] || 'asked beforehand';
  const tomorrow = later('', 1);
  const none = { fields: [] };
  return [
    {
      id: 'open',
      title: t('open'),
      hint: t('openHint'),
      sure: t('openYes', { ballot: reference }),
      ...none,
      wish: () => wish(method.openBallot, { name, etag }),
      call: (_, requestId) => ballots.openBallot({ name, etag, requestId }),
    },
    {
      id: 'schedule',
      title: t('schedule'),
      hint: t('scheduleHint'),
      sure: t('scheduleYes', { ballot: reference }),
      fields: [{ name: 'opensOn', label: t('opensOn'), kind: 'date', path: 'opens_on' }],
      wish: ({ opensOn }) => wish(method.scheduleBallot, { name, etag, opensOn: opensOn || tomorrow }),
      call: ({ opensOn }, requestId) => ballots.scheduleBallot({ name, etag, requestId, opensOn: opensOn! }),
    },
    ...(ballot.opensOn && ballot.state === BallotState.DRAFT
      ? [
          {
            id: 'unschedule',
            title: t('unschedule'),
            hint: t('unscheduleHint', { day: day(ballot.opensOn) }),
            sure: t('unscheduleYes', { ballot: reference }),
            ...none,
            wish: () => wish(method.scheduleBallot, { name, etag, opensOn: '' }),
            call: (_: Values, requestId: string) => ballots.scheduleBallot({ name, etag, requestId, opensOn: '' }),
          },
        ]
      : []),
    {
      id: 'extend',
      title: t('extend'),
      hint: t('extendHint'),
      sure: t('extendYes', { ballot: reference }),
      fields: [{ name: 'endDate', label: t('endDate'), kind: 'date', path: 'end_date' }, reason],
      wish: (values) =>
        wish(method.extendBallot, { name, etag, endDate: values['endDate'] || later(ballot.endDate, 7), reason: said(values) }),
      call: (values, requestId) => ballots.extendBallot({ name, etag, requestId, endDate: values['endDate']!, reason: values['reason']! }),
    },
    {
      id: 'close',
      title: t('close'),
      hint: t('closeHint'),
      sure: t('closeYes', { ballot: reference }),
      danger: true,
      fields: [reason],
      wish: (values) => wish(method.closeBallot, { name, etag, reason: said(values) }),
      call: (values, requestId) => ballots.closeBallot({ name, etag, requestId, reason: values['reason']! }),
    },
    {
      id: 'cancel',
      title: t('cancel'),
      hint: t('cancelHint'),
      sure: t('cancelYes', { ballot: reference }),
      danger: true,
      fields: [reason],
      wish: (values) => wish(method.cancelBallot, { name, etag, reason: said(values) }),
      call: (values, requestId) => ballots.cancelBallot({ name, etag, requestId, reason: values['reason']! }),
    },
    {
      id: 'allow',
      title: t('allow'),
      hint: t('allowHint'),
      sure: t('allowYes', { ballot: reference }),
      fields: [{ name: 'meetingDate', label: t('meetingDate'), kind: 'date', path: 'meeting_date' }],
      wish: ({ meetingDate }) => wish(method.allowChanges, { name, etag, meetingDate: meetingDate || dayIn() }),
      call: ({ meetingDate }, requestId) => ballots.allowChanges({ name, etag, requestId, meetingDate: meetingDate! }),
    },
  ];
}

export function Officer({ ballot, changed }: PartProps) {
  const [said, setSaid] = useState('');
  const acts = actsOf(ballot);
  const answers = useMayI(
    'ballots',
    acts.map((act) => act.wish({})),
    [ballot.name, ballot.etag, ballot.state],
  );
  const stale = () => {
    setSaid(t('again'));
    changed();
  };
  const known = answers.every((answer) => answer !== undefined);

  const shown = (possible: boolean) =>
    acts
      .map((act, index) => ({ act, may: answers[index] }))
      .filter(({ may }) => possible === (may!.allowed || may!.refusal?.code === 'INVALID_ARGUMENT'));
  const cards = (possible: boolean) => (
    <div class="acts">
      {shown(possible).map(({ act: { id, call, ...act }, may }) => (
        <Act
          key={id}
          {...act}
          may={may}
          stale={stale}
          call={async (values, requestId) => {
            try {
              changed(await call(values, requestId));
              setSaid(t('done', { what: act.title }));
            } catch (error) {
              if (problemOf(error).code === 'aborted') stale();
              throw error;
            }
          }}
        />
      ))}
    </div>
  );

  return (
    <>
      <p role="status">
        <strong>{said}</strong>
      </p>
      {!known ? (
        <Loading />
      ) : (
        <>
          <Section title={t('possible')}>{shown(true).length > 0 ? cards(true) : <Empty>{t('nothing')}</Empty>}</Section>
          {ballot.state !== BallotState.DRAFT && <Remind ballot={ballot} />}
          {ballot.state === BallotState.CLOSED && <LateVote ballot={ballot} changed={changed} />}
          <Section title={t('like')}>
            <p class="quiet">{t('likeHint')}</p>
            <p>
              <a class="button" href={hrefOf(['ballots', 'new'], { like: idOf(ballot.name) })}>
                {t('like')}
              </a>
            </p>
          </Section>
          {shown(false).length > 0 && <Section title={t('notPossible')}>{cards(false)}</Section>}
        </>
      )}
    </>
  );
}

// --- Reminders. Placet sends no mail: it makes the text, and keeps that a body was reminded.

function Remind({ ballot }: { ballot: Ballot }) {
  const grants = useGrants() ?? [];
  const seen = ballot.state === BallotState.CLOSED || watchesOver(grants, ballot.committee);
  const roll = useLoad((signal) => (seen ? listRoll(ballot.name, signal) : Promise.resolve([])), [ballot.name, ballot.etag, seen]);
  if (ballot.state === BallotState.CANCELLED) return null;
  return (
    <Section title={t('remind')}>
      <p class="quiet">{t('remindHint')}</p>
      {!seen ? (
        <Empty>{t('remindHidden')}</Empty>
      ) : (
        <Shown of={roll}>
          {(entries) => {
            const missing = entries.filter(({ entitlement, voted }) => entitlement === Entitlement.MUST_VOTE && !voted);
            if (missing.length === 0) return <Empty>{t('remindNone')}</Empty>;
            return (
              <>
                {ballot.state === BallotState.OPEN && <Text ballot={ballot} missing={missing} />}
                {ballot.state === BallotState.CLOSED && <RecordReminder ballot={ballot} missing={missing} />}
              </>
            );
          }}
        </Shown>
      )}
    </Section>
  );
}

const bodyName = ({ name, acronym, country }: RollEntry) => `${acronym || idOf(name)} (${country || idOf(name)})`;

function Text({ ballot, missing }: { ballot: Ballot; missing: RollEntry[] }) {
  const [copied, setCopied] = useState(false);
  const subject = t('remindSubject', { ballot: ballot.reference });
  const text = t('remindText', {
    ballot: ballot.reference,
    title: ballot.title,
    day: closing(dateOf(ballot.closeTime)!, GENEVA),
    bodies: missing.map(bodyName).join(', '),
    link: location.origin + location.pathname + hrefOf(['ballots', idOf(ballot.name)], { tab: 'vote' }),
  });
  return (
    <>
      <pre class="copy">{text}</pre>
      <p class="row">
        <button type="button" onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>
          {t('copy')}
        </button>
        <a href={`mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`}>{t('mail')}</a>
        <span role="status">{copied && common('copied')}</span>
      </p>
    </>
  );
}

function RecordReminder({ ballot, missing }: { ballot: Ballot; missing: RollEntry[] }) {
  const year = Number((ballot.endDate || dayIn()).slice(0, 4));
  const [said, setSaid] = useState('');
  const requestOf = (values: Values) => ({
    member: `members/${values['member'] || idOf(missing[0]!.name)}`,
    committee: ballot.committee,
    year,
    reason: values['reason'] || 'asked beforehand',
  });
  const [may] = useMayI('ballots', [wish(ObligationService.method.recordReminder, requestOf({}))], [ballot.name, ballot.etag]);
  return (
    <>
      <Act
        title={t('record')}
        hint={t('recordHint', { year: String(year) })}
        sure={t('recordYes')}
        may={may}
        fields={[
          {
            name: 'member',
            label: t('body'),
            kind: 'choice',
            path: 'member',
            options: missing.map((entry) => [idOf(entry.name), bodyName(entry)]),
          },
          { name: 'reason', label: t('reason'), kind: 'text', path: 'reason', first: t('missed', { ballot: ballot.reference }) },
        ]}
        wish={(values) => wish(ObligationService.method.recordReminder, requestOf(values))}
        call={async (values, requestId) => {
          await obligations.recordReminder({ ...requestOf(values), requestId });
          setSaid(t('done', { what: `${t('record')}, ${values['member']}` }));
        }}
      />
      <p role="status">{said}</p>
    </>
  );
}
