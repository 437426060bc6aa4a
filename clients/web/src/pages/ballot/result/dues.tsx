// What is due after a decision, by when, counted from where.
import { DueStart, type DecisionDue } from '../../../../gen/placet/ballots/v1/decisions_pb';
import { t } from '../../../texts/decision';
import { surenessWord } from '../../../texts/words';
import { Badge, Table } from '../../../view/parts';
import { day } from '../../../view/time';

function spanText(due: DecisionDue): string {
  const start = t(`start.${DueStart[due.start] as 'CLOSING'}`);
  return due.weeks > 0 ? t('weeksAfter', { n: due.weeks, start }) : t('monthsAfter', { n: due.months, start });
}

export function DueTable({ dues, caption }: { dues: DecisionDue[]; caption: string }) {
  return (
    <Table
      caption={caption}
      columns={[
        {
          title: t('by'),
          cell: (due) => (
            <>
              {due.day ? <time dateTime={due.day}>{day(due.day)}</time> : t('unknownDay')}{' '}
              {due.done ? <Badge tone="good">{t('done')}</Badge> : due.overdue && <Badge tone="bad">{t('overdue')}</Badge>}
            </>
          ),
        },
        { title: t('what'), cell: (due) => <span lang="en">{due.text}</span> },
        { title: t('countedFrom'), cell: spanText },
        { title: t('form'), cell: (due) => <span lang="en">{due.form}</span> },
        {
          title: t('clause'),
          cell: (due) => (
            <>
              <span lang="en">{due.clause}</span> <span class="quiet">({surenessWord(due.sureness)})</span>
            </>
          ),
        },
      ]}
      rows={dues}
      keyOf={(due) => `${due.id} ${due.clause}`}
    />
  );
}
