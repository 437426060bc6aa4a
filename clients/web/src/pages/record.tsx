// Receipts and bundles, verified by whoever has them: in the browser, with a key of their own.
import './record.css';
import { useEffect, useState } from 'preact/hooks';
import { useSession } from '../api/session';
import type { PageProps } from '../main';
import { t as common } from '../texts/common';
import { t } from '../texts/record';
import { Empty, Field, Page, Section, download } from '../view/parts';
import { hex } from './record/bytes';
import { FromServices } from './record/fetch';
import { Heads } from './record/heads';
import { keysOfPem, type Key } from './record/note';
import { contentOf, type Content } from './record/read';
import { Verified } from './record/verified';

export interface Item {
  id: number;
  name: string;
  content: Content;
  text: string;
  fetched: boolean; // from a service, and so not yet a file
}
let items = 0;

// What was given outlives a change of page and of language, and goes with who was signed in.
const kept = { person: '', list: [] as Item[], pem: '' };
function keptFor(person: string): typeof kept {
  if (kept.person && kept.person !== person) Object.assign(kept, { list: [], pem: '' });
  kept.person = person;
  return kept;
}

// The files, and what is known of them by their content.
function useItems(person: string) {
  const [list, setList] = useState<Item[]>(() => keptFor(person).list);
  useEffect(() => setList(keptFor(person).list), [person]);
  useEffect(() => void (kept.list = list), [list]);
  const [unable, setUnable] = useState(false);
  const add = async (name: string, text: string, fetched = false): Promise<Content | null> => {
    try {
      const content = await contentOf(text);
      if (content.kind !== 'key')
        setList((was) => [...was.filter((item) => item.name !== name), { id: ++items, name, content, text, fetched }]);
      return content;
    } catch {
      setUnable(true);
      return null;
    }
  };
  return { list, unable, add, remove: (id: number) => setList((was) => was.filter((item) => item.id !== id)) };
}

function useKeys(person: string) {
  const [pem, setPem] = useState(() => keptFor(person).pem);
  useEffect(() => setPem(keptFor(person).pem), [person]);
  useEffect(() => void (kept.pem = pem), [pem]);
  const [keys, setKeys] = useState<Key[]>([]);
  const [bad, setBad] = useState(false);
  useEffect(() => {
    let gone = false;
    const take = (found: Key[] | null) => {
      if (gone) return;
      setKeys(found ?? []);
      setBad(!found);
    };
    keysOfPem(pem).then(take, () => take(null));
    return () => void (gone = true);
  }, [pem]);
  return { pem, setPem, keys, bad };
}

export default function Record({ route }: PageProps) {
  const session = useSession();
  const { list, unable, add, remove } = useItems(session?.person ?? '');
  const { pem, setPem, keys, bad } = useKeys(session?.person ?? '');
  const [over, setOver] = useState(false);

  const take = async (files: Iterable<File>) => {
    for (const file of files) {
      const text = await file.text();
      if ((await add(file.name, text))?.kind === 'key')
        setPem((was) => (was.includes(text.trim()) ? was : `${was.trim()}\n${text}`.trimStart()));
    }
  };
  useEffect(() => {
    const dragged = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(event.type === 'dragover');
      if (event.type === 'drop') void take(event.dataTransfer.files);
    };
    const kinds = ['dragover', 'dragleave', 'drop'] as const;
    for (const kind of kinds) addEventListener(kind, dragged);
    return () => kinds.forEach((kind) => removeEventListener(kind, dragged));
  }, []);

  return (
    <Page title={common('record')}>
      <p>{t('intro')}</p>
      <p>{t('notRecounted')}</p>
      {unable && (
        <p class="failure" role="alert">
          {t('noCrypto')}
        </p>
      )}
      <div class="columns">
        <Section title={t('keyTitle')}>
          <p>{t('keyTrust')}</p>
          <Field label={t('keyPem')} hint={t('keyPemHint')} problem={bad ? t('keyBad') : undefined}>
            {(props) => (
              <textarea
                {...props}
                rows={4}
                spellcheck={false}
                autocomplete="off"
                class="record-key"
                value={pem}
                onInput={(event) => setPem(event.currentTarget.value)}
              />
            )}
          </Field>
          {keys.length > 0 && (
            <div role="status">
              {t('keyGood', { n: keys.length })}
              <ul class="plain-list">
                {keys.map((key) => (
                  <li key={hex(key.id)}>
                    <code>{hex(key.id)}</code>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </Section>
        <Section title={t('filesTitle')}>
          <div class={over ? 'record-drop over' : 'record-drop'}>
            <Field label={t('files')} hint={t('filesHint')}>
              {(props) => (
                <input
                  {...props}
                  type="file"
                  multiple
                  onChange={(event) => {
                    void take([...(event.currentTarget.files ?? [])]);
                    event.currentTarget.value = '';
                  }}
                />
              )}
            </Field>
          </div>
          <p class="hint">{t('whence')}</p>
          {list.length === 0 ? (
            <Empty>{t('noFiles')}</Empty>
          ) : (
            <ul class="plain-list">
              {list.map((item) => (
                <Given key={item.id} item={item} remove={() => remove(item.id)} />
              ))}
            </ul>
          )}
        </Section>
      </div>
      <div aria-live="polite">
        {list.map((item) => (
          <Verified key={item.id} item={item} all={list} keys={keys} signedIn={!!session} />
        ))}
      </div>
      {session ? (
        <>
          <FromServices
            key={`${route.query.get('ballot')}/${route.query.get('event')}`}
            ballot={route.query.get('ballot') ?? ''}
            event={route.query.get('event') ?? ''}
            kept={list}
            add={add}
          />
          <Heads service={route.query.get('service') ?? 'ballots'} />
        </>
      ) : (
        <Section title={t('fromServices')}>
          <p>
            {t('signInFor')} <a href="#/work">{common('signIn')}</a>
          </p>
        </Section>
      )}
    </Page>
  );
}

function Given({ item, remove }: { item: Item; remove: () => void }) {
  const { content, name, text } = item;
  return (
    <li class="record-file">
      <span>
        <code>{name}</code> <span class="quiet">· {t(`kind_${content.kind}`)}</span>
      </span>
      {item.fetched && (
        <button type="button" class="plain" aria-label={t('saveFile', { name })} onClick={() => download(name, text, 'application/json')}>
          {common('save')}
        </button>
      )}
      <button type="button" class="plain" aria-label={t('removeFile', { name })} onClick={remove}>
        {t('remove')}
      </button>
      {content.kind === 'unknown' && (
        <span class="problem" role="alert">
          {t(`why_${content.why}`, { detail: content.detail })}
        </span>
      )}
    </li>
  );
}
