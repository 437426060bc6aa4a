// Files of comments: chosen or dropped, checked row by row without being stored, then taken. What
// cannot be taken is named by file, row and column, and can be had as a file.
import { useEffect, useState } from 'preact/hooks';
import { BallotState, type Ballot } from '../../../gen/placet/ballots/v1/ballots_pb';
import { CommentService, type ImportCommentsResponse } from '../../../gen/placet/comments/v1/comment_service_pb';
import { requestId } from '../../api/clients';
import { liaisonsOf, useGrants } from '../../api/grants';
import { useMayI, wish } from '../../api/may';
import { problemOf, type Problem } from '../../api/problem';
import { importMessages, uploadComments, type ImportFile } from '../../api/upload';
import { hrefOf, idOf } from '../../route';
import { t } from '../../texts/comments';
import { number } from '../../texts/speak';
import { DropArea } from '../../view/drop';
import { Button, Choice, Failure, Section } from '../../view/parts';
import { Outcome } from './outcome';
import { useBodies, useMyBodies } from './people';
import { bodyCode } from './words';

const ENDINGS = '.docx,.xlsx,.csv,.yaml,.yml,.json';

// Whose comments they are: a body's, or a liaison's.
const inNameOf = (whose: string) => (whose.startsWith('committees/') ? { member: '', liaison: whose } : { member: whose });

export function ImportTab({ ballot }: { ballot: Ballot }) {
  const mine = [...useMyBodies(), ...liaisonsOf(useGrants() ?? [], ballot.committee)];
  const bodies = useBodies();
  const [files, setFiles] = useState<ImportFile[]>([]);
  const [member, setMember] = useState<string | null>(null);
  const [checked, setChecked] = useState<ImportCommentsResponse | null>(null);
  const [stored, setStored] = useState<ImportCommentsResponse | null>(null);
  const [id, setId] = useState(requestId);
  const [busy, setBusy] = useState<'' | 'checking' | 'importing'>('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const question = (whose: string) =>
    wish(CommentService.method.importComments, {
      part: { case: 'header', value: { ballot: ballot.name, ...inNameOf(whose), validateOnly: true } },
    });
  // Officers bring comments for any body; whoever is none, for its own.
  const [asOfficer] = useMayI('comments', [question('')], [ballot.name]);
  const whose = member ?? (asOfficer && !asOfficer.allowed ? (mine[0] ?? '') : '');
  const [mayFor] = useMayI('comments', [question(whose)], [ballot.name, whose]);
  const officer = asOfficer?.allowed ?? false;
  const choices: (readonly [string, string])[] = officer
    ? [['', t('importForTable')], ...[...bodies.values()].map(({ name, acronym }) => [name, `${bodyCode(name)} ${acronym}`] as const)]
    : mine.map((body) => [body, `${bodyCode(body)} ${bodies.get(body)?.acronym ?? ''}`] as const);

  const send = async (list: ImportFile[], validateOnly: boolean) => {
    setBusy(validateOnly ? 'checking' : 'importing');
    setProblem(null);
    try {
      const answer = await uploadComments(
        importMessages({ ballot: ballot.name, ...inNameOf(whose), validateOnly }, list, validateOnly ? requestId() : id),
      );
      if (validateOnly) setChecked(answer);
      else {
        setStored(answer);
        setChecked(null);
        setFiles([]);
        setId(requestId());
      }
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy('');
  };
  // A new choice is checked at once, as soon as it is known whose comments they are; a file of the
  // same name takes the place of the one before.
  const choose = (list: ImportFile[]) => {
    setFiles(list);
    setStored(null);
    setChecked(null);
    setId(requestId());
  };
  useEffect(() => {
    if (files.length > 0 && mayFor?.allowed) void send(files, true);
  }, [files, whose, mayFor?.allowed]);
  const add = async (chosen: FileList | null | undefined) => {
    const fresh: ImportFile[] = await Promise.all(
      [...(chosen ?? [])].map(async (file) => ({ name: file.name, content: new Uint8Array(await file.arrayBuffer()) })),
    );
    if (fresh.length > 0) choose([...files.filter(({ name }) => !fresh.some((one) => one.name === name)), ...fresh]);
  };

  const added = checked?.files.reduce((sum, file) => sum + file.added, 0) ?? 0;
  const relabelled = checked?.files.reduce((sum, file) => sum + file.relabelled, 0) ?? 0;
  const known = checked?.files.reduce((sum, file) => sum + file.known, 0) ?? 0;
  const nothing = checked && added + relabelled === 0 ? (known > 0 ? t('importKnown') : t('importNothing')) : '';
  return (
    <>
      <Section title={t('importTitle')}>
        {choices.length > 1 && (
          <Choice
            label={t('importFor')}
            value={whose}
            options={choices}
            onChange={(chosen) => {
              setMember(chosen);
              choose(files);
            }}
          />
        )}
        <Drop onFiles={(chosen) => void add(chosen)} />
        {files.length > 0 && (
          <ul class="plain-list" aria-label={t('files')}>
            {files.map(({ name, content }) => (
              <li key={name}>
                {name} <span class="quiet">{number(Math.ceil(content.length / 1000))} kB</span>{' '}
                <button type="button" class="plain" onClick={() => choose(files.filter((file) => file.name !== name))}>
                  {t('removeFile', { file: name })}
                </button>
              </li>
            ))}
          </ul>
        )}
        {problem && <Failure problem={problem} again={files.length > 0 ? () => void send(files, true) : undefined} />}
        <p role="status" class="quiet">
          {busy && t(busy)}
        </p>
        {!checked && (files.length > 0 || mayFor?.allowed === false) && (
          <Button may={mayFor} busy={!!busy} onClick={() => void send(files, true)}>
            {t('check')}
          </Button>
        )}
        {ballot.state === BallotState.OPEN && <p class="hint">{t('onlyYours')}</p>}
      </Section>
      {checked && (
        <Section
          title={t('checked')}
          aside={
            <Button kind="main" may={mayFor} busy={!!busy} why={nothing} onClick={() => void send(files, false)}>
              {t('importRows', { n: added })}
            </Button>
          }
        >
          <Outcome answer={checked} ballot={ballot} />
        </Section>
      )}
      {stored && (
        <Section
          title={t('imported')}
          aside={
            <a class="button" href={hrefOf(['comments', idOf(ballot.name)])}>
              {t('toList')}
            </a>
          }
        >
          <Outcome answer={stored} ballot={ballot} />
        </Section>
      )}
    </>
  );
}

function Drop({ onFiles }: { onFiles: (files: FileList | null | undefined) => void }) {
  return (
    <DropArea name="import-drop" onFiles={onFiles}>
      <label class="button">
        {t('drop')}
        <input
          type="file"
          name="files"
          multiple
          accept={ENDINGS}
          onChange={(event) => {
            onFiles(event.currentTarget.files);
            event.currentTarget.value = '';
          }}
        />
      </label>
      <p class="hint">{t('dropHint')}</p>
    </DropArea>
  );
}
