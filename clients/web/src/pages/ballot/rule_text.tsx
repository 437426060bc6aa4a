// What a row of rules says to whoever prepares a ballot.
import type { Period, Rule } from '../../../gen/placet/ballots/v1/rules_pb';
import { t as tb } from '../../texts/ballots';
import { t } from '../../texts/officer';
import { answerWord } from '../../texts/words';

const length = (period: Period): string => (period.weeks ? t('weeks', { n: period.weeks }) : t('months', { n: period.months }));

export function RuleText({ rule }: { rule: Rule }) {
  return (
    <dl>
      <dt>{tb('edition')}</dt>
      <dd>
        <strong>{rule.edition}</strong> <span lang="en">{rule.clause}</span>
      </dd>
      <dt>{t('lengths')}</dt>
      <dd>
        <ul class="plain-list">
          {rule.periods.map((period, index) => (
            <li key={index}>
              {length(period)}
              {index === 0 && ` (${t('proposed')})`} {period.condition && <span lang="en">{period.condition}</span>}
              <div class="quiet" lang="en">
                {period.source}
              </div>
            </li>
          ))}
          {rule.anyPeriod && <li>{t('anyPeriod')}</li>}
        </ul>
      </dd>
      <dt>{t('opener')}</dt>
      <dd>{t(rule.openedBy === 1 ? 'office1' : 'office2')}</dd>
      {rule.stagesBefore.length > 0 && (
        <>
          <dt>{t('stages')}</dt>
          <dd>{rule.stagesBefore.join(', ')}</dd>
        </>
      )}
      {rule.answers.length > 0 && (
        <>
          <dt>{t('offers')}</dt>
          <dd>{rule.answers.map(({ answer }) => answerWord(answer)).join(', ')}</dd>
        </>
      )}
      {rule.criteria.length > 0 && (
        <>
          <dt>{tb('need')}</dt>
          <dd>
            {rule.criteria.map(({ id, text }) => (
              <p key={id} lang="en">
                {text}
              </p>
            ))}
          </dd>
        </>
      )}
    </dl>
  );
}
