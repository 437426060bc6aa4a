// What a body owed in a year, what it missed, and what follows.
import type { CommitteeAccount } from '../../gen/placet/ballots/v1/obligations_pb';
import { obligations } from '../api/clients';
import { useLoad } from '../api/load';
import { hrefOf, idOf, setQuery } from '../route';
import { t } from '../texts/work';
import { kindWord, statusWord } from '../texts/words';
import { Badge, Choice, Empty, Meter, Section, Shown } from '../view/parts';
import { dateOf, day, moment } from '../view/time';

const YEARS = 5;

export function Account({ member, year }: { member: string; year: number }) {
  const loaded = useLoad((signal) => obligations.getVotingAccount({ member, year }, { signal }), [member, year]);
  const present = new Date().getFullYear();
  const years = Array.from({ length: YEARS }, (_, back) => String(present - back));
  return (
    <Section title={t('account')}>
      <Choice
        label={t('year')}
        value={String(year || present)}
        options={years.map((one) => [one, one] as const)}
        onChange={(chosen) => setQuery({ year: chosen })}
      />
      <Shown of={loaded}>
        {(account) => (
          <>
            {!account.yearOver && <p class="quiet">{t('yearRuns')}</p>}
            {account.committees.length === 0 && <Empty>{t('nothingOwed', { year: String(account.year) })}</Empty>}
            {account.committees.map((one) => (
              <OfCommittee key={one.committee} account={one} />
            ))}
            {account.readings.length > 0 && (
              <details>
                <summary>{t('readings')}</summary>
                <ul lang="en">
                  {account.readings.map((text) => (
                    <li key={text}>{text}</li>
                  ))}
                </ul>
              </details>
            )}
          </>
        )}
      </Shown>
    </Section>
  );
}

function OfCommittee({ account }: { account: CommitteeAccount }) {
  const { voted, owed, missed } = account;
  return (
    <>
      <h3>
        {account.committeeReference} <span class="quiet">({statusWord(account.status)})</span>
      </h3>
      <p>
        <Meter part={voted} whole={owed} label={t('owedVoted', { voted, owed, missed })} />
      </p>
      <ul class="plain-list">
        {account.thresholds.map((threshold) => (
          <li key={threshold.id}>
            <Badge tone={threshold.exceeded ? 'bad' : 'good'}>{t(threshold.exceeded ? 'exceeded' : 'within')}</Badge>{' '}
            {t('threshold', { missed: threshold.missed, owed: threshold.owed })}: <span lang="en">{threshold.text}</span>{' '}
            <span class="quiet" lang="en">
              {threshold.clause}
            </span>
          </li>
        ))}
      </ul>
      {account.proposal > 0 && (
        <p>
          <strong>{t(`proposal${account.proposal}` as 'proposal1')}</strong>. <span lang="en">{account.proposalText}</span>
        </p>
      )}
      {account.reminder && (
        <p>
          {t('reminded', { when: account.reminder.recordTime ? moment(dateOf(account.reminder.recordTime)!) : '' })}:{' '}
          <span>{account.reminder.reason}</span>
        </p>
      )}
      {account.ballots.length > 0 && (
        <details>
          <summary>
            {t('missedOnes')} ({account.ballots.length})
          </summary>
          <ul class="plain-list">
            {account.ballots.map((ballot) => (
              <li key={ballot.ballot}>
                <a href={hrefOf(['ballots', idOf(ballot.ballot)])}>{ballot.reference}</a> {kindWord(ballot.kind)}, {day(ballot.endDate)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
