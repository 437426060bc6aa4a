// The documents of a ballot that is prepared, by reference.
import { t } from '../../texts/officer';
import { Field } from '../../view/parts';
import type { DocumentFields } from './draft';

type Said = (path: string) => string | undefined;
const NO_DOCUMENT: DocumentFields = { number: '', title: '', address: '', sha256: '' };

async function checksumOf(file: File): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function Documents({
  documents,
  said,
  onChange,
}: {
  documents: DocumentFields[];
  said: Said;
  onChange: (documents: DocumentFields[]) => void;
}) {
  const change = (at: number, changes: Partial<DocumentFields>) =>
    onChange(documents.map((one, index) => (index === at ? { ...one, ...changes } : one)));
  return (
    <>
      <p class="hint">{t('documentHint')}</p>
      {documents.map((one, index) => {
        const path = (field: string) => said(`ballot.documents[${index}].${field}`);
        return (
          <div key={index} class="expert" role="group" aria-label={one.title || `${t('documents')} ${index + 1}`}>
            <Field label={t('number')} problem={path('number')}>
              {(props) => <input {...props} value={one.number} onInput={(event) => change(index, { number: event.currentTarget.value })} />}
            </Field>
            <Field label={t('documentTitle')} problem={path('title')}>
              {(props) => <input {...props} value={one.title} onInput={(event) => change(index, { title: event.currentTarget.value })} />}
            </Field>
            <Field label={t('address')} problem={path('address')}>
              {(props) => (
                <input
                  {...props}
                  type="url"
                  value={one.address}
                  onInput={(event) => change(index, { address: event.currentTarget.value })}
                />
              )}
            </Field>
            <Field label={t('checksum')} problem={path('sha256')}>
              {(props) => <input {...props} value={one.sha256} onInput={(event) => change(index, { sha256: event.currentTarget.value })} />}
            </Field>
            <Field label={t('fromFile')}>
              {(props) => (
                <input
                  {...props}
                  type="file"
                  onChange={(event) => {
                    const file = event.currentTarget.files?.[0];
                    if (file) void checksumOf(file).then((sha256) => change(index, { sha256, title: one.title || file.name }));
                  }}
                />
              )}
            </Field>
            <button
              type="button"
              aria-label={t('removeThis', { what: one.title || String(index + 1) })}
              onClick={() => onChange(documents.filter((_, at) => at !== index))}
            >
              {t('remove')}
            </button>
          </div>
        );
      })}
      <button type="button" onClick={() => onChange([...documents, NO_DOCUMENT])}>
        {t('addDocument')}
      </button>
    </>
  );
}
