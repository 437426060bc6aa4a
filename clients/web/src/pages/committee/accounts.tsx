// What the P-members of a committee had to vote on in a year, what they missed, and what follows.
import { useRef, useState } from 'preact/hooks';
import {
  AccountProposal, ObligationService, type CommitteeAccount, type OwedBallot, type Threshold,
} from '../../../gen/placet/ballots/v1/obligations_pb';
import { Sureness } from '../../../gen/placet/ballots/v1/tallies_pb';
import type { Committee } from '../../../gen/placet/members/v1/members_pb';
import { obligations, requestId } from '../../api/clients';
import { bodiesOf, useGrants } from '../../api/grants';
import { useLoad } from '../../api/load';
import { useMayI, wish } from '../../api/may';
import { problemOf, type Problem } from '../../api/problem';
import { hrefOf, idOf, setQuery, type Route } from '../../route';
import { t } from '../../texts/committees';
import { dutyWord, proposalWord } from '../../texts/directory';
import { kindName } from '../../texts/kinds';
import { number } from '../../texts/speak';
import { statusWord } from '../../texts/words';
import {
  Badge, Button, Choice, Dialog, Empty, Failure, Field, Loading, Section, Shown, Table, type Column, type Tone,
} from '../../view/parts';
import { day, When } from '../../view/time';
import { dayIn } from '../../view/geneva';

const YEARS = 10;

function yearOf(route: Route): number {
  const asked = Number(route.query.get('year'));
  return Number.isInteger(asked) && asked > 1900 && asked < 3000 ? asked : Number(dayIn(Date.now()).slice(0, 4));
}

export function Accounts({ committee, route }: { committee: Committee; route: Route }) {
  const year = yearOf(route);
  const [turn, setTurn] = useState(0);
  const body = route.query.get('body') ?? '';
  const now = Number(dayIn(Date.now()).slice(0, 4));
  const years = [...new Set([year, ...Array.from({ length: YEARS }, (_, index) => now - index)])].sort((a, b) => b - a);
  return (
    <>
      <Choice
        label={t('year')}
        value={String(year)}
        options={years.map((one) => [String(one), String(one)] as const)}
        onChange={(value) => setQuery({ year: value })}
      />
      {body && <OfBody key={body} committee={committee} member={`members/${body}`} year={year} onReminded={() => setTurn((n) => n + 1)} />}
      <All committee={committee} year={year} route={route} turn={turn} />
    </>
  );
}

const linkTo = (route: Route, member: string): string => hrefOf(route.path, { ...Object.fromEntries(route.query), body: idOf(member) });

// The list is for officers; others are told so, and led to the accounts of their own bodies.
function All({ committee, year, route, turn }: { committee: Committee; year: number; route: Route; turn: number }) {
  const request = { committee: committee.name, year };
  const [may] = useMayI('ballots', [wish(ObligationService.method.listAccounts, request)], [committee.name]);
  const { bodies } = bodiesOf(useGrants() ?? []);
  return (
    <Section title={t('accountsTitle', { year: String(year) })}>
      {!may && <Loading />}
      {may && !may.allowed && (
        <>
          <p class="quiet" lang="en">{[may.refusal?.sentence, may.refusal?.remedy].filter(Boolean).join('. ')}</p>
          {bodies.length > 0 && (
            <p>
              {t('ownOnly')}{' '}
              {bodies.map((member) => <a key={member} class="button" href={linkTo(route, member)}>{idOf(member).toUpperCase()}</a>)}
            </p>
          )}
        </>
      )}
      {may?.allowed && <List committee={committee} year={year} route={route} turn={turn} />}
    </Section>
  );
}

function List({ committee, year, route, turn }: { committee: Committee; year: number; route: Route; turn: number }) {
  const accounts = useLoad(
    (signal) => obligations.listAccounts({ committee: committee.name, year }, { signal }),
    [committee.name, year, turn],
  );
  const nameOf = (account: CommitteeAccount) => account.country || account.acronym || idOf(account.member);
  const columns: Column<CommitteeAccount>[] = [
    {
      title: t('body'),
      cell: (account) => <><a href={linkTo(route, account.member)}>{nameOf(account)}</a> <span class="quiet">{account.acronym}</span></>,
      sort: (a, b) => nameOf(a).localeCompare(nameOf(b)),
    },
    { title: t('status'), cell: ({ status }) => <span class="whole">{statusWord(status)}</span> },
    { title: t('owed'), number: true, cell: ({ owed }) => number(owed), sort: (a, b) => a.owed - b.owed },
    { title: t('voted'), number: true, cell: ({ voted }) => number(voted), sort: (a, b) => a.voted - b.voted },
    {
      title: t('missed'),
      number: true,
      cell: ({ missed }) => (missed > 0 ? <strong>{number(missed)}</strong> : number(0)),
      sort: (a, b) => a.missed - b.missed,
    },
    { title: t('single'), cell: (account) => <Share threshold={thresholdOf(account, 'one-missed')} /> },
    { title: t('share'), cell: (account) => <Share threshold={thresholdOf(account, 'cib-questions')} /> },
    { title: t('reminded'), cell: ({ reminder }) => reminder && <When time={reminder.recordTime} /> },
    { title: t('proposal'), cell: ({ proposal }) => <Proposal proposal={proposal} />, sort: (a, b) => a.proposal - b.proposal },
  ];
  return (
    <Shown of={accounts}>
      {(answer) => (
        <>
          {!answer.yearOver && <p>{t('yearOpen', { year: String(answer.year) })}</p>}
          {answer.accounts.length === 0
            ? <Empty>{t('noAccounts')}</Empty>
            : (
              <Table
                caption={t('accountList', { year: String(year) })}
                columns={columns}
                rows={answer.accounts}
                keyOf={({ member }) => member}
              />
            )}
          <Readings readings={answer.readings} />
        </>
      )}
    </Shown>
  );
}

const thresholdOf = (account: CommitteeAccount, id: string): Threshold | undefined =>
  account.thresholds.find((threshold) => threshold.id === id);

function Share({ threshold }: { threshold: Threshold | undefined }) {
  if (!threshold || threshold.owed === 0) return <span class="quiet">–</span>;
  return (
    <span title={threshold.text}>
      {t('missedOf', { n: threshold.missed, whole: threshold.owed })}
      {threshold.exceeded && (
        <div>
          <Badge tone="bad">{t('exceeded')}</Badge>{threshold.sureness === Sureness.ASSUMED && ` ${t('assumed')}`}
        </div>
      )}
    </span>
  );
}

const TONES: Partial<Record<AccountProposal, Tone>> = {
  [AccountProposal.REMINDER]: 'warn',
  [AccountProposal.STATUS_CHANGE]: 'bad',
};

const Proposal = ({ proposal }: { proposal: AccountProposal }) =>
  TONES[proposal] ? <Badge tone={TONES[proposal]}>{proposalWord(proposal)}</Badge> : <span class="quiet">{proposalWord(proposal)}</span>;

function Readings({ readings }: { readings: string[] }) {
  if (readings.length === 0) return null;
  return (
    <details>
      <summary>{t('readings')}</summary>
      <ul lang="en">{readings.map((reading) => <li key={reading}>{reading}</li>)}</ul>
    </details>
  );
}

function OfBody({ committee, member, year, onReminded }: { committee: Committee; member: string; year: number; onReminded: () => void }) {
  const account = useLoad(
    (signal) => obligations.getVotingAccount({ member, committee: committee.name, year }, { signal }),
    [member, committee.name, year],
  );
  const own = account.value?.committees.find((one) => one.committee === committee.name);
  return (
    <Section
      title={t('accountOf', { body: own ? own.country || own.acronym : idOf(member).toUpperCase(), year: String(year) })}
      aside={<button type="button" class="plain" onClick={() => setQuery({ body: '' })}>{t('closeAccount')}</button>}
    >
      <Shown of={account}>
        {() => own && own.ballots.length > 0
          ? (
            <>
              <Owed account={own} />
              {own.reminder
                ? <p>{t('remindedOn')} <When time={own.reminder.recordTime} /> · <q lang="en">{own.reminder.reason}</q></p>
                : own.proposal === AccountProposal.REMINDER && (
                  <Remind account={own} year={year} onDone={() => { account.again(); onReminded(); }} />
                )}
            </>
          )
          : <Empty>{t('nothingOwed')}</Empty>}
      </Shown>
    </Section>
  );
}

// A reminder is sent by other means; here it is written down, once a year.
function Remind({ account, year, onDone }: { account: CommitteeAccount; year: number; onDone: () => void }) {
  const { member, committee } = account;
  const [may] = useMayI(
    'ballots',
    [wish(ObligationService.method.recordReminder, { member, committee, year, reason: '-' })],
    [member, committee, year],
  );
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const id = useRef('');

  const record = async () => {
    setBusy(true);
    try {
      await obligations.recordReminder({ member, committee, year, reason: reason.trim(), requestId: id.current });
      setOpen(false);
      onDone();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy(false);
  };

  return (
    <>
      <Button may={may} onClick={() => { id.current = requestId(); setProblem(null); setOpen(true); }}>{t('remind')}</Button>
      {open && (
        <Dialog title={t('remindTitle', { body: account.country || account.acronym, year: String(year) })} onClose={() => setOpen(false)}>
          <p>{t('remindHint')}</p>
          <Field label={t('remindReason')}>
            {(props) => (
              <textarea {...props} rows={3} maxLength={1000} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
            )}
          </Field>
          {problem && <Failure problem={problem} />}
          <Button kind="main" busy={busy} why={reason.trim() ? '' : t('remindReasonMissing')} onClick={() => void record()}>
            {t('remind')}
          </Button>
        </Dialog>
      )}
    </>
  );
}

function Owed({ account }: { account: CommitteeAccount }) {
  const columns: Column<OwedBallot>[] = [
    { title: t('ballot'), cell: ({ ballot, reference }) => <a href={hrefOf(['ballots', idOf(ballot)])}>{reference}</a> },
    { title: t('committeeTitle'), cell: ({ title }) => <span lang="en">{title}</span> },
    { title: t('kind'), cell: ({ kind }) => kindName(kind) },
    {
      title: t('lastDay'),
      cell: ({ endDate }) => <span class="whole">{day(endDate)}</span>,
      sort: (a, b) => (a.endDate < b.endDate ? -1 : 1),
    },
    {
      title: t('counts'),
      cell: ({ duty, dutySureness }) => (
        <>{dutyWord(duty)} {dutySureness === Sureness.ASSUMED && <Badge tone="warn">{t('assumed')}</Badge>}</>
      ),
    },
    { title: t('questions'), number: true, cell: ({ questions }) => number(questions) },
    {
      title: t('vote'),
      cell: ({ voted }) => <Badge tone={voted ? 'good' : 'bad'}>{t(voted ? 'received' : 'missedOne')}</Badge>,
      sort: (a, b) => Number(a.voted) - Number(b.voted),
    },
  ];
  return (
    <>
      {account.proposal !== AccountProposal.NONE && <p lang="en">{account.proposalText}</p>}
      <ul class="plain-list">
        {account.thresholds.map((threshold) => (
          <li key={threshold.id}>
            <Badge tone={threshold.exceeded ? 'bad' : 'good'}>{t(threshold.exceeded ? 'exceeded' : 'within')}</Badge>{' '}
            {t('missedOf', { n: threshold.missed, whole: threshold.owed })} · <span lang="en">{threshold.text}</span>{' '}
            <span class="quiet">({threshold.clause})</span>
          </li>
        ))}
      </ul>
      <Table caption={t('owedList')} columns={columns} rows={account.ballots} keyOf={({ ballot }) => ballot} />
    </>
  );
}
