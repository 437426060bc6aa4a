// What an import came to, or would: file by file, and row by row what cannot be taken.
import type { Ballot } from '../../../gen/placet/ballots/v1/ballots_pb';
import type { AcceptedRow, ImportedFile } from '../../../gen/placet/comments/v1/changes_pb';
import type { ImportCommentsResponse } from '../../../gen/placet/comments/v1/comment_service_pb';
import type { RejectedRow } from '../../../gen/placet/comments/v1/tables_pb';
import { hrefOf, idOf } from '../../route';
import { t } from '../../texts/comments';
import { number } from '../../texts/speak';
import { Badge, Button, download, Empty, Table } from '../../view/parts';
import { columnText, rejectText } from './words';

export function Outcome({ answer, ballot }: { answer: ImportCommentsResponse; ballot: Ballot }) {
  const faults = answer.files.flatMap(({ rejected }) => rejected);
  return (
    <>
      {answer.refused.length > 0 && (
        <>
          <h3>{t('refusedFiles')}</h3>
          <ul>
            {answer.refused.map(({ file, text, remedy }) => (
              <li key={file}>
                <Badge tone="bad">{file}</Badge>{' '}
                <span lang="en">
                  {text}. {remedy}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {answer.files.length > 0 && (
        <Table<ImportedFile>
          caption={t('files')}
          rows={answer.files}
          keyOf={({ file }) => file}
          columns={[
            { title: t('file'), cell: ({ file }) => file },
            { title: t('form'), cell: ({ variant }) => <span lang="en">{variant}</span> },
            { title: t('added'), number: true, cell: (file) => number(file.added) },
            { title: t('known'), number: true, cell: (file) => number(file.known) },
            { title: t('relabelled'), number: true, cell: (file) => number(file.relabelled) },
            { title: t('rejected'), number: true, cell: (file) => number(file.rejected.length) },
            {
              title: t('noticesOf'),
              cell: ({ notices }) =>
                notices.length > 0 && (
                  <ul lang="en">
                    {notices.map(({ text }, at) => (
                      <li key={at}>{text}</li>
                    ))}
                  </ul>
                ),
            },
          ]}
        />
      )}
      <h3>{t('faults')}</h3>
      {faults.length === 0 ? <p>{t('faultsNone')}</p> : <Faults faults={faults} />}
      <details>
        <summary>{t('rowsTaken')}</summary>
        <Taken ballot={ballot} files={answer.files} />
      </details>
    </>
  );
}

const MOST_SHOWN = 200;

function Faults({ faults }: { faults: RejectedRow[] }) {
  return (
    <>
      <p class="hint">{t('faultsHint')}</p>
      <Table
        caption={t('tableOf', { what: t('faults') })}
        rows={faults.slice(0, MOST_SHOWN)}
        keyOf={({ file, row, column }) => `${file} ${row} ${column}`}
        columns={[
          { title: t('file'), cell: ({ file }) => file },
          { title: t('row'), number: true, cell: ({ row }) => row },
          { title: t('column'), cell: ({ column }) => columnText(column) },
          {
            title: t('reason'),
            cell: ({ reason, text }) => (
              <>
                <Badge tone="bad">{rejectText(reason)}</Badge>{' '}
                <span class="line quiet" lang="en">
                  {text}
                </span>
              </>
            ),
          },
          { title: t('remedy'), cell: ({ remedy }) => <span lang="en">{remedy}</span> },
        ]}
      />
      {faults.length > MOST_SHOWN && <p class="quiet">{t('firstOf', { shown: MOST_SHOWN, n: faults.length })}</p>}
      <p class="faults-get">
        <Button onClick={() => download('faulty-rows.csv', faultsCsv(faults), 'text/csv')}>{t('downloadFaults')}</Button>
      </p>
    </>
  );
}

// RFC 4180, with the mark by which Excel knows UTF-8, and nothing that it would take for a formula.
function faultsCsv(faults: RejectedRow[]): string {
  const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;
  const columns = [1, 2, 3, 4, 5, 6, 7, 8];
  const head = [t('file'), t('row'), t('column'), t('reason'), t('remedy'), ...columns.map(columnText)];
  const lines = faults.map(({ file, row, column, text, remedy, rawCells }) => [
    file,
    String(row),
    columnText(column),
    text,
    remedy,
    ...columns.map((at) => rawCells[at] ?? ''),
  ]);
  return `\ufeff${[head, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

function Taken({ ballot, files }: { ballot: Ballot; files: ImportedFile[] }) {
  const rows = files.flatMap(({ file, accepted }) => accepted.map((row) => ({ file, row })));
  if (rows.length === 0) return <Empty>{t('importNothing')}</Empty>;
  const label = ({ comment, label: said }: AcceptedRow) =>
    comment ? <a href={hrefOf(['comments', idOf(ballot.name)], { comment: idOf(comment) })}>{said || idOf(comment)}</a> : said;
  return (
    <>
      <Table
        caption={t('rowsTaken')}
        rows={rows.slice(0, MOST_SHOWN)}
        keyOf={({ file, row }) => `${file} ${row.row}`}
        columns={[
          { title: t('label'), cell: ({ row }) => <span class="label-cell">{label(row)}</span> },
          { title: t('file'), cell: ({ file }) => file },
          { title: t('row'), number: true, cell: ({ row }) => row.row },
          {
            title: t('state'),
            cell: ({ row }) => <Badge tone={row.known ? 'plain' : 'good'}>{row.known ? t('isKnown') : t('isNew')}</Badge>,
          },
          {
            title: t('noticesOf'),
            cell: ({ row }) => row.notices.length > 0 && <span lang="en">{row.notices.map(({ text }) => text).join('; ')}</span>,
          },
        ]}
      />
      {rows.length > MOST_SHOWN && <p class="quiet">{t('firstOf', { shown: MOST_SHOWN, n: rows.length })}</p>}
    </>
  );
}
