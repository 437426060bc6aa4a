// Comments as a file: the service makes it, in pieces.
import { useState } from 'preact/hooks';
import { TableFormat } from '../../../gen/placet/comments/v1/tables_pb';
import { problemOf, type Problem } from '../../api/problem';
import { idOf } from '../../route';
import { t } from '../../texts/comments';
import { Button, Choice, Dialog, download, Failure } from '../../view/parts';
import { comments } from './clients';
import type { Filter } from './rows';

const FORMATS = {
  docx: [TableFormat.DOCX, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  xlsx: [TableFormat.XLSX, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  csv: [TableFormat.CSV, 'text/csv'],
  yaml: [TableFormat.YAML, 'application/yaml'],
  json: [TableFormat.JSON, 'application/json'],
} as const;
type Format = keyof typeof FORMATS;

export function Export({ ballot, filter, filtered }: { ballot: string; filter: Filter; filtered: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('export')}</Button>
      {open && <ExportDialog ballot={ballot} filter={filter} filtered={filtered} onClose={() => setOpen(false)} />}
    </>
  );
}

function ExportDialog({ ballot, filter, filtered, onClose }: { ballot: string; filter: Filter; filtered: boolean; onClose: () => void }) {
  const [format, setFormat] = useState<Format>('docx');
  const [scope, setScope] = useState<'found' | 'all'>(filtered ? 'found' : 'all');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [ready, setReady] = useState('');
  const get = async () => {
    setBusy(true);
    setProblem(null);
    setReady('');
    const [value, type] = FORMATS[format];
    try {
      const pieces: BlobPart[] = [];
      let size = 0;
      for await (const { content } of comments.exportComments({ ballot, format: value, ...(scope === 'found' ? { filter } : {}) })) {
        pieces.push(content as Uint8Array<ArrayBuffer>);
        size += content.length;
      }
      const file = `${idOf(ballot)}-comments.${format}`;
      download(file, new Blob(pieces), type);
      setReady(t('exported', { file, size: Math.ceil(size / 1000) }));
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy(false);
  };
  return (
    <Dialog title={t('export')} onClose={onClose}>
      <Choice
        label={t('exportFormat')}
        value={format}
        onChange={setFormat}
        options={(Object.keys(FORMATS) as Format[]).map((one) => [one, t(one)] as const)}
      />
      {filtered && (
        <Choice
          label={t('exportScope')}
          value={scope}
          onChange={setScope}
          options={[
            ['found', t('exportFound')],
            ['all', t('exportAll')],
          ]}
        />
      )}
      {problem && <Failure problem={problem} />}
      <div class="row">
        <Button kind="main" busy={busy} onClick={() => void get()}>
          {busy ? t('exportBusy') : t('exportGet')}
        </Button>
        <p role="status" class="quiet">
          {ready}
        </p>
      </div>
    </Dialog>
  );
}
