// Where the project stands, by when it has to be where, and what holds it up.
import type { DecisionForm } from '../../../../gen/placet/ballots/v1/decision_service_pb';
import { hrefOf, idOf } from '../../../route';
import { t } from '../../../texts/decision';
import { t as words } from '../../../texts/tally';
import { surenessWord } from '../../../texts/words';
import { dayIn } from '../../../view/geneva';
import { Badge, Section, Table } from '../../../view/parts';
import { day } from '../../../view/time';

export function ComesNext({ form }: { form: DecisionForm }) {
  const { project, comments, ballot } = form;
  const today = dayIn();
  return (
    <Section title={t('next')}>
      {project ? (
        <>
          <p>
            {t('isAt')}{' '}
            <span lang="en">
              <strong>{project.stage}</strong> {project.stageName}
            </span>
          </p>
          {project.warnings.map((warning) => (
            <p key={warning.text}>
              <Badge tone="warn">{day(warning.date)}</Badge>{' '}
              <span lang="en">
                {warning.text} ({warning.clause})
              </span>
              {warning.options.length > 0 && <span class="quiet"> {t('choices', { options: warning.options.join('; ') })}</span>}
            </p>
          ))}
        </>
      ) : (
        <p>{t('noProject')}</p>
      )}
      <p class="sentence">
        {t('comments')}
        {words('colon')}
        {!comments
          ? t('commentsUnknown')
          : comments.total === 0
            ? t('noComments')
            : t('commentsOf', { n: comments.total, open: comments.withoutDisposition })}
        {comments && comments.withoutDisposition > 0 && (
          <>
            {' '}
            <Badge tone="warn">{t('commentsBlock')}</Badge> <a href={hrefOf(['comments', idOf(ballot!.name)])}>{t('toComments')}</a>
          </>
        )}
      </p>
      {project &&
        (project.limitDates.length === 0 ? (
          <p class="quiet">{t('noLimits')}</p>
        ) : (
          <>
            <h3>{t('limits')}</h3>
            <Table
              caption={words('tableOf', { what: t('limits') })}
              columns={[
                {
                  title: t('limitStage'),
                  cell: (limit) => (
                    <>
                      {limit.stage} <span lang="en">{limit.title}</span>
                    </>
                  ),
                },
                { title: t('by'), cell: (limit) => <time dateTime={limit.date}>{day(limit.date)}</time> },
                {
                  title: t('state'),
                  cell: (limit) =>
                    limit.reached ? (
                      <Badge tone="good">{t('reached')}</Badge>
                    ) : limit.date < today ? (
                      <Badge tone="bad">{t('passed')}</Badge>
                    ) : (
                      <Badge>{t('ahead')}</Badge>
                    ),
                },
                {
                  title: t('clause'),
                  cell: (limit) => (
                    <>
                      <span lang="en">
                        {limit.clause}
                        {limit.note && `; ${limit.note}`}
                      </span>{' '}
                      <span class="quiet">({surenessWord(limit.sureness)})</span>
                    </>
                  ),
                },
              ]}
              rows={project.limitDates}
              keyOf={(limit) => limit.stage}
            />
          </>
        ))}
    </Section>
  );
}
