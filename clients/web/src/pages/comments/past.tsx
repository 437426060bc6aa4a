// What was: a comment's history, and the row of the file it came from.
import { ChangeKind, type FieldDifference, type HistoryEntry } from '../../../gen/placet/comments/v1/changes_pb';
import type { Comment } from '../../../gen/placet/comments/v1/comments_pb';
import { useLoad } from '../../api/load';
import { t } from '../../texts/comments';
import { Badge, Shown } from '../../view/parts';
import { When } from '../../view/time';
import { comments } from './clients';
import { usePeople, whoIs } from './people';
import { columnText, fieldText, kindText, valueText } from './words';

export function Differences({ fields }: { fields: FieldDifference[] }) {
  return (
    <ul class="differences">
      {fields.map(({ field, from, to }) => (
        <li key={field}>
          <span class="quiet">{t('fieldIs', { field: fieldText(field) })}</span> <del>{valueText(field, from)}</del>{' '}
          <span aria-hidden="true">→</span> <ins>{valueText(field, to)}</ins>
        </li>
      ))}
    </ul>
  );
}

export function Entries({ entries }: { entries: HistoryEntry[] }) {
  const people = usePeople();
  return (
    <ol class="entries">
      {entries.map((entry, at) => {
        const arrival = entry.kind === ChangeKind.IMPORT && !entry.change;
        return (
          <li key={entry.change || at}>
            <p>
              <strong>{whoIs(people, entry.actor)}</strong>{' '}
              <Badge>{arrival ? (entry.reason ? t('arrivedIn', { file: entry.reason }) : t('arrived')) : kindText(entry.kind)}</Badge>{' '}
              <span class="quiet">
                <When time={entry.changeTime} />
              </span>
            </p>
            {entry.reason && !arrival && <p class="quiet said">{entry.reason}</p>}
            <Differences fields={entry.fields} />
          </li>
        );
      })}
    </ol>
  );
}

export function History({ comment }: { comment: Comment }) {
  const history = useLoad((signal) => comments.listCommentHistory({ parent: comment.name }, { signal }), [comment.name, comment.etag]);
  return <Shown of={history}>{({ entries }) => <Entries entries={[...entries].reverse()} />}</Shown>;
}

export function Origin({ comment }: { comment: Comment }) {
  const origin = comment.origin;
  const raw = Object.entries(origin?.rawCells ?? {});
  return (
    <>
      <dl>
        <dt>{t('originFile')}</dt>
        <dd>{origin?.file || t('originTyped')}</dd>
        {origin?.file && (
          <>
            <dt>{t('originRow')}</dt>
            <dd>{origin.row}</dd>
          </>
        )}
      </dl>
      <h4>{t('rawCells')}</h4>
      {raw.length === 0 ? (
        <p class="quiet">{t('rawSame')}</p>
      ) : (
        <dl>
          {raw.map(([column, cell]) => (
            <>
              <dt key={column}>{columnText(Number(column))}</dt>
              <dd class="said">{cell}</dd>
            </>
          ))}
        </dl>
      )}
      {(origin?.notices.length ?? 0) > 0 && (
        <>
          <h4>{t('notices')}</h4>
          <ul lang="en">
            {origin!.notices.map((notice, at) => (
              <li key={at}>{notice.text}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
