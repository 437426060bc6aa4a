// Who prepares a comment, until when, and under which tags it is found.
import { idOf } from '../../route';
import { t } from '../../texts/comments';
import { Button, Failure, Field } from '../../view/parts';
import { day } from '../../view/time';
import { Assignee } from './assignee';
import { Form, Stale, useForm, useSave, type FormProps } from './form';
import { usePeople, whoIs } from './people';

const words = (typed: string): string[] => [
  ...new Set(
    typed
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  ),
];

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
        <dt>{t('assignee')}</dt>
        <dd>{comment.assignee ? whoIs(people, comment.assignee) : '–'}</dd>
        <dt>{t('dueDay')}</dt>
        <dd>{day(comment.dueDay) || '–'}</dd>
        <dt>{t('tags')}</dt>
        <dd>{comment.tags.join(', ') || '–'}</dd>
      </dl>
    );
  }
  return (
    <Form name="assignment" onSubmit={() => submit()}>
      <div class="row">
        <Assignee value={assignee} hint={t('assigneeHint')} onInput={(chosen) => form.set({ assignee: chosen })} />
        <Field label={t('dueDay')}>
          {(props) => (
            <input {...props} name="due" type="date" value={dueDay} onInput={(event) => form.set({ dueDay: event.currentTarget.value })} />
          )}
        </Field>
      </div>
      <Field label={t('tags')} hint={t('tagsHint')}>
        {(props) => <input {...props} name="tags" value={tags} onInput={(event) => form.set({ tags: event.currentTarget.value })} />}
      </Field>
      {form.stale && <Stale base={form.base} comment={comment} onKeep={() => submit(form.merge(), comment.etag)} onTake={form.take} />}
      {problem && <Failure problem={problem} />}
      <Button may={may} busy={busy} onClick={() => submit()}>
        {t('saveAssignment')}
      </Button>
    </Form>
  );
}
