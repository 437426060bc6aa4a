// The forms of one comment that officers fill: disposition with observation; person, day, tags.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { timestampMs } from '@bufbuild/protobuf/wkt';
import type { Answer } from '../../../gen/placet/access/v1/access_service_pb';
import type { ChangeCommentsResponse } from '../../../gen/placet/comments/v1/comment_service_pb';
import { CommentState, Disposition, type Comment, type CommentType } from '../../../gen/placet/comments/v1/comments_pb';
import { requestId } from '../../api/clients';
import { useLoad } from '../../api/load';
import { problemOf, type Problem } from '../../api/problem';
import { idOf } from '../../route';
import { t } from '../../texts/comments';
import { Button, Choice, Failure, Field, Shown } from '../../view/parts';
import { day } from '../../view/time';
import type { Edit } from './bulk';
import { comments } from './clients';
import { Entries } from './past';
import { useBodies, usePeople, whoIs } from './people';
import { ALL_TYPES, bodyCode, dispositionText, GIVEN, typeText } from './words';

type Done = (answer: ChangeCommentsResponse, what: string) => void;

// What is typed, against the comment as it was read when the typing began. When somebody else
// changes the comment meanwhile the typed is kept and the person decides.
function useForm<V extends object>(comment: Comment, from: (comment: Comment) => V) {
  const [base, setBase] = useState(comment);
  const [typed, setTyped] = useState<V>(() => from(comment));
  const dirty = JSON.stringify(typed) !== JSON.stringify(from(base));
  const stale = base.etag !== comment.etag;
  const take = () => {
    setBase(comment);
    setTyped(from(comment));
  };
  useEffect(() => {
    if (!stale) return;
    // Where they say what was typed here already, or nothing of it was touched, there is no conflict.
    const same = JSON.stringify(from(comment)) === JSON.stringify(typed);
    if (!dirty || same) take();
    else if (JSON.stringify(from(comment)) === JSON.stringify(from(base))) setBase(comment);
  }, [comment.etag]);
  // What was typed here over what is there now; the rest is theirs.
  const merge = (): V => {
    const [was, now] = [from(base), from(comment)];
    const mine = Object.entries(typed).filter(([field, value]) => value !== was[field as keyof V]);
    const merged = { ...now, ...Object.fromEntries(mine) };
    setBase(comment);
    setTyped(merged);
    return merged;
  };
  return { base, typed, set: (part: Partial<V>) => setTyped({ ...typed, ...part }), stale: stale && dirty, take, merge };
}

// What others did to a comment since it was read.
function Stale({ base, comment, onKeep, onTake }: { base: Comment; comment: Comment; onKeep: () => void; onTake: () => void }) {
  const since = useLoad((signal) => comments.listCommentHistory({ parent: comment.name }, { signal }), [comment.etag]);
  const read = base.updateTime ? timestampMs(base.updateTime) : 0;
  return (
    <div class="failure" role="alert">
      <p><strong>{t('stale')}</strong></p>
      <Shown of={since}>
        {({ entries }) => <Entries entries={entries.filter((entry) => entry.change && entry.changeTime && timestampMs(entry.changeTime) > read)} />}
      </Shown>
      <p>{t('staleRemedy')}</p>
      <div class="row">
        <Button onClick={onKeep}>{t('staleOver')}</Button>
        <Button onClick={onTake}>{t('staleTake')}</Button>
      </div>
    </div>
  );
}

function useSave(comment: Comment, onDone: Done, refresh: () => void) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [id, setId] = useState(requestId);
  const save = async (edit: Edit, etag: string, what: string) => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await comments.changeComments({ parent: comment.name.split('/comments/')[0]!, comments: [{ name: comment.name, etag }], edit, requestId: id });
      setId(requestId());
      onDone(answer, what);
    } catch (error) {
      const refused = problemOf(error);
      if (refused.code !== 'unavailable') setId(requestId());
      // Somebody was faster: the comment is read again, and the form says what they did.
      if (refused.code === 'aborted') refresh();
      else setProblem(refused);
    }
    setBusy(false);
  };
  return { save, busy, problem };
}

interface FormProps {
  comment: Comment;
  may: Answer | undefined;
  onDone: Done;
  refresh: () => void;
}

function Form({ name, onSubmit, children }: { name: string; onSubmit: () => void; children: ComponentChildren }) {
  return <form class="comment-form" name={name} onSubmit={(event) => { event.preventDefault(); onSubmit(); }}>{children}</form>;
}

export function DispositionForm({ comment, may, onDone, refresh }: FormProps) {
  const form = useForm(comment, (from) => ({
    disposition: String(from.disposition),
    decided: from.state !== CommentState.PROPOSED,
    observation: from.observation,
  }));
  const { save, busy, problem } = useSave(comment, onDone, refresh);
  const { disposition, decided, observation } = form.typed;
  const unreasoned = disposition === String(Disposition.NOT_ACCEPTED) && !observation.trim();
  const refused = may && !may.allowed;
  const submit = (values = form.typed, etag = form.base.etag) => {
    if (refused || unreasoned || busy) return;
    const chosen = Number(values.disposition) as Disposition;
    const resolution = { disposition: chosen, decided: values.decided && chosen !== Disposition.UNSPECIFIED, observation: values.observation };
    void save({ resolution }, etag, dispositionText(chosen));
  };
  if (refused) {
    return (
      <>
        <dl>
          <dt>{t('disposition')}</dt><dd>{dispositionText(comment.disposition)}</dd>
          <dt>{t('observation')}</dt><dd class="said">{comment.observation || '–'}</dd>
        </dl>
        <Button may={may} onClick={() => {}}>{t('saveDisposition')}</Button>
      </>
    );
  }
  const options: (readonly [string, string])[] = [Disposition.UNSPECIFIED, ...GIVEN].map((one) => [String(one), dispositionText(one)] as const);
  if (comment.disposition === Disposition.WITHDRAWN) options.push([String(Disposition.WITHDRAWN), dispositionText(Disposition.WITHDRAWN)]);
  return (
    <Form name="disposition" onSubmit={() => submit()}>
      <div class="row">
        <Choice label={t('disposition')} value={disposition} options={options} onChange={(chosen) => form.set({ disposition: chosen })} />
        {disposition !== '0' && <Choice label={t('howFar')} value={decided ? 'yes' : 'no'} options={[['yes', t('decidedByGroup')], ['no', t('proposedOnly')]]} onChange={(chosen) => form.set({ decided: chosen === 'yes' })} />}
      </div>
      <Field label={t('observation')} hint={t('observationHint')} problem={unreasoned ? t('reasonNeeded') : undefined}>
        {(props) => <textarea {...props} name="observation" rows={4} value={observation} onInput={(event) => form.set({ observation: event.currentTarget.value })} />}
      </Field>
      {form.stale && <Stale base={form.base} comment={comment} onKeep={() => submit(form.merge(), comment.etag)} onTake={form.take} />}
      {problem && <Failure problem={problem} />}
      <div class="row">
        <Button kind="main" may={may} busy={busy} why={unreasoned ? t('reasonMissing') : ''} onClick={() => submit()}>{t('saveDisposition')}</Button>
        {comment.proposedChange && !observation && (
          <Button onClick={() => form.set({ observation: comment.proposedChange })}>{t('useProposal')}</Button>
        )}
      </div>
    </Form>
  );
}

const words = (typed: string): string[] => [...new Set(typed.split(',').map((one) => one.trim()).filter(Boolean))];

export function AssignmentForm({ comment, may, onDone, refresh }: FormProps) {
  const people = usePeople();
  const form = useForm(comment, (from) => ({
    assignee: from.assignee && idOf(from.assignee),
    dueDay: from.dueDay,
    tags: from.tags.join(', '),
  }));
  const { save, busy, problem } = useSave(comment, onDone, refresh);
  const { assignee, dueDay, tags } = form.typed;
  const refused = may && !may.allowed;
  const submit = (values = form.typed, etag = form.base.etag) => {
    if (refused || busy) return;
    const wanted = words(values.tags);
    void save(
      {
        assignee: values.assignee && `people/${values.assignee.replace('people/', '')}`,
        dueDay: values.dueDay,
        addTags: wanted.filter((tag) => !comment.tags.includes(tag)),
        removeTags: comment.tags.filter((tag) => !wanted.includes(tag)),
      },
      etag,
      '',
    );
  };
  if (refused) {
    return (
      <dl>
        <dt>{t('assignee')}</dt><dd>{comment.assignee ? whoIs(people, comment.assignee) : '–'}</dd>
        <dt>{t('dueDay')}</dt><dd>{day(comment.dueDay) || '–'}</dd>
        <dt>{t('tags')}</dt><dd>{comment.tags.join(', ') || '–'}</dd>
      </dl>
    );
  }
  return (
    <Form name="assignment" onSubmit={() => submit()}>
      <div class="row">
        <Field label={t('assignee')} hint={t('assigneeHint')}>
          {(props) => (
            <>
              <input {...props} name="assignee" list={`${props.id}-people`} value={assignee} onInput={(event) => form.set({ assignee: event.currentTarget.value })} />
              <datalist id={`${props.id}-people`}>{[...people.values()].map(({ name, displayName }) => <option key={name} value={idOf(name)}>{displayName}</option>)}</datalist>
            </>
          )}
        </Field>
        <Field label={t('dueDay')}>{(props) => <input {...props} name="due" type="date" value={dueDay} onInput={(event) => form.set({ dueDay: event.currentTarget.value })} />}</Field>
      </div>
      <Field label={t('tags')} hint={t('tagsHint')}>{(props) => <input {...props} name="tags" value={tags} onInput={(event) => form.set({ tags: event.currentTarget.value })} />}</Field>
      {form.stale && <Stale base={form.base} comment={comment} onKeep={() => submit(form.merge(), comment.etag)} onTake={form.take} />}
      {problem && <Failure problem={problem} />}
      <Button may={may} busy={busy} onClick={() => submit()}>{t('saveAssignment')}</Button>
    </Form>
  );
}

// What the table got wrong: whose comment it is, where, of which type. The text is its body's.
export function CorrectionForm({ comment, may, onDone, refresh }: FormProps) {
  const bodies = useBodies();
  const form = useForm(comment, (from) => ({
    body: from.member,
    liaison: from.liaison,
    clause: from.clause,
    line: from.line,
    element: from.element,
    types: [...from.types].sort().join(),
  }));
  const { save, busy, problem } = useSave(comment, onDone, refresh);
  const { body, liaison, clause, line, element } = form.typed;
  const types = form.typed.types.split(',').filter(Boolean).map(Number);
  const submit = (values = form.typed, etag = form.base.etag) => {
    if (busy) return;
    const edit: Edit = { clause: values.clause, line: values.line, element: values.element };
    if (values.body !== comment.member || values.liaison !== comment.liaison) {
      if (values.body) edit.member = values.body;
      else edit.liaison = values.liaison;
    }
    if (values.types) edit.types = values.types.split(',').map(Number) as CommentType[];
    void save(edit, etag, '');
  };
  const choose = (type: number, is: boolean) =>
    form.set({ types: ALL_TYPES.filter((one) => (one === type ? is : types.includes(one))).join() });
  return (
    <Form name="correction" onSubmit={() => submit()}>
      <div class="row">
        <Choice
          label={t('body')} value={body} onChange={(chosen) => form.set({ body: chosen, liaison: '' })}
          options={[['', t('noBody')], ...[...bodies.values()].map(({ name, acronym }) => [name, `${bodyCode(name)} ${acronym}`] as const)]}
        />
        {!body && <Field label={t('field_liaison')}>{(props) => <input {...props} name="liaison" value={liaison} onInput={(event) => form.set({ liaison: event.currentTarget.value })} />}</Field>}
        <Field label={t('colClause')}>{(props) => <input {...props} name="clause" value={clause} onInput={(event) => form.set({ clause: event.currentTarget.value })} />}</Field>
        <Field label={t('field_line')}>{(props) => <input {...props} name="line" value={line} onInput={(event) => form.set({ line: event.currentTarget.value })} />}</Field>
        <Field label={t('field_element')}>{(props) => <input {...props} name="element" value={element} onInput={(event) => form.set({ element: event.currentTarget.value })} />}</Field>
      </div>
      <fieldset>
        <legend>{t('colType')}</legend>
        {ALL_TYPES.map((type) => (
          <label key={type} class="check"><input type="checkbox" checked={types.includes(type)} onChange={(event) => choose(type, event.currentTarget.checked)} /> {typeText(type)}</label>
        ))}
      </fieldset>
      {form.stale && <Stale base={form.base} comment={comment} onKeep={() => submit(form.merge(), comment.etag)} onTake={form.take} />}
      {problem && <Failure problem={problem} />}
      <Button may={may} busy={busy} onClick={() => submit()}>{t('saveCorrection')}</Button>
    </Form>
  );
}
