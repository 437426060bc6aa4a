// Files of comments that go with a vote: chosen or dropped, and checked row by row before they go.
import { useId, useRef, useState } from 'preact/hooks';
import type { ImportedFile } from '../../../gen/placet/comments/v1/changes_pb';
import type { ImportCommentsResponse } from '../../../gen/placet/comments/v1/comment_service_pb';
import type { RejectedRow } from '../../../gen/placet/comments/v1/tables_pb';
import type { Notice } from '../../../gen/placet/comments/v1/comments_pb';
import { problemOf, type Problem } from '../../api/problem';
import { importMessages, uploadComments, type ImportFile } from '../../api/upload';
import { number } from '../../texts/speak';
import { t } from '../../texts/vote';
import { DropArea } from '../../view/drop';
import { Badge, Failure, Table, type Column } from '../../view/parts';

const ACCEPTED = '.docx,.xlsx,.csv,.yaml,.yml,.json';
const MOST_MB = 15; // a body of the gateway is 16 MB, envelopes included

export interface Attached {
  files: ImportFile[];
  checked: ImportCommentsResponse | null;
}

export const NOTHING: Attached = { files: [], checked: null };

export const addedBy = (checked: ImportCommentsResponse | null): number =>
  (checked?.files ?? []).reduce((sum, { added }) => sum + added, 0);

export function Files({
  ballot,
  member,
  attached,
  onChange,
}: {
  ballot: string;
  member: string;
  attached: Attached;
  onChange: (attached: Attached) => void;
}) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const turn = useRef(0);
  const id = useId();

  const check = async (files: ImportFile[]) => {
    const mine = ++turn.current;
    onChange({ files, checked: null });
    setProblem(null);
    if (files.length === 0) return;
    setBusy(true);
    try {
      const checked = await uploadComments(importMessages({ ballot, member, validateOnly: true }, files));
      if (mine === turn.current) onChange({ files, checked });
    } catch (error) {
      if (mine === turn.current) setProblem(problemOf(error));
    }
    if (mine === turn.current) setBusy(false);
  };

  // A file of the name of one that is there takes its place: it is the corrected one.
  const add = async (list: FileList | null | undefined) => {
    const chosen = [...(list ?? [])];
    const fresh = await Promise.all(chosen.map(async (file) => ({ name: file.name, content: new Uint8Array(await file.arrayBuffer()) })));
    const files = [...attached.files.filter(({ name }) => !fresh.some((one) => one.name === name)), ...fresh];
    const size = files.reduce((sum, { content }) => sum + content.length, 0);
    if (size > MOST_MB * 1_000_000) {
      setProblem({ code: 'invalid_argument', reason: '', sentence: t('tooLarge', { n: MOST_MB }), remedy: '', fields: [], metadata: {} });
      return;
    }
    await check(files);
  };

  return (
    <fieldset>
      <legend>{t('files')}</legend>
      <p class="hint" id={`${id}-hint`}>
        {t('filesHint')}
      </p>
      <DropArea name="drop" onFiles={(files) => void add(files)}>
        <label for={id}>{t('chooseFiles')}</label> {t('dropHere')}
        <input
          id={id}
          type="file"
          multiple
          accept={ACCEPTED}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            const input = event.currentTarget;
            void add(input.files).then(() => (input.value = ''));
          }}
        />
      </DropArea>
      <p role="status">{busy && t('checking')}</p>
      {problem && <Failure problem={problem} again={attached.files.length > 0 ? () => void check(attached.files) : undefined} />}
      <ul class="plain-list">
        {attached.files.map(({ name, content }) => (
          <li key={name}>
            <strong>{name}</strong> <span class="quiet">{number(Math.ceil(content.length / 1024))} kB</span>{' '}
            <Outcome file={attached.checked?.files.find(({ file }) => file === name)} />{' '}
            <button
              type="button"
              aria-label={t('remove', { what: name })}
              onClick={() => void check(attached.files.filter((one) => one.name !== name))}
            >
              {t('removeShort')}
            </button>
          </li>
        ))}
      </ul>
      {attached.checked && <CheckedFiles checked={attached.checked} />}
    </fieldset>
  );
}

function Outcome({ file }: { file: ImportedFile | undefined }) {
  if (!file) return null;
  return (
    <>
      <Badge tone="good">{t('fileOk', { n: file.added })}</Badge>{' '}
      {file.known > 0 && <Badge>{t('fileKnown', { n: file.known })}</Badge>}{' '}
      {file.rejected.length > 0 && <Badge tone="bad">{t('fileBad', { n: file.rejected.length })}</Badge>}
    </>
  );
}

// What was found in files: those that cannot be read, faulty rows, and what is worth knowing.
export function CheckedFiles({ checked }: { checked: ImportCommentsResponse }) {
  return (
    <>
      {checked.refused.map(({ file, text, remedy }) => (
        <div key={file} class="finding bad">
          <p>
            <strong>{t('fileRefused', { file })}</strong>
          </p>
          <p lang="en">
            {text}. {remedy}
          </p>
        </div>
      ))}
      {checked.files
        .filter(({ rejected }) => rejected.length > 0)
        .map((file) => (
          <div key={file.file}>
            <h3>{t('faulty', { file: file.file })}</h3>
            <Table
              caption={t('faulty', { file: file.file })}
              columns={rejectedColumns()}
              rows={file.rejected}
              keyOf={(row) => `${row.row}-${row.column}-${row.reason}`}
            />
          </div>
        ))}
      {checked.files
        .map((file) => ({ file: file.file, notices: [...file.notices, ...file.accepted.flatMap(({ notices }) => notices)] }))
        .filter(({ notices }) => notices.length > 0)
        .map(({ file, notices }) => (
          <details key={file}>
            <summary>
              {t('notices', { file })} ({notices.length})
            </summary>
            <Table
              caption={t('notices', { file })}
              columns={noticeColumns()}
              rows={notices}
              keyOf={(notice) => `${notice.row}-${notice.column}-${notice.kind}-${notice.text}`}
            />
          </details>
        ))}
    </>
  );
}

const columnName = (column: number): string => (column >= 1 && column <= 8 ? t(`column${column}` as 'column1') : t('wholeRow'));

const rejectedColumns = (): Column<RejectedRow>[] => [
  { title: t('row'), cell: ({ row }) => row, number: true },
  { title: t('column'), cell: ({ column }) => columnName(column) },
  { title: t('why'), cell: ({ text }) => <span lang="en">{text}</span> },
  { title: t('remedy'), cell: ({ remedy }) => <span lang="en">{remedy}</span> },
  {
    title: t('cells'),
    cell: ({ rawCells }) => <span class="quiet">{Object.values(rawCells).filter(Boolean).join(' | ').slice(0, 200)}</span>,
  },
];

const noticeColumns = (): Column<Notice>[] => [
  { title: t('row'), cell: ({ row }) => row || '–', number: true },
  { title: t('column'), cell: ({ column }) => columnName(column) },
  { title: t('why'), cell: ({ text }) => <span lang="en">{text}</span> },
];
