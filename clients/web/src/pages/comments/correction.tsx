import type { CommentType } from '../../../gen/placet/comments/v1/comments_pb';
import { t } from '../../texts/comments';
import { Button, Choice, Failure, Field } from '../../view/parts';
import type { Edit } from './bulk';
import { Form, Stale, useForm, useSave, type FormProps } from './form';
import { useBodies } from './people';
import { ALL_TYPES, bodyCode, typeText } from './words';

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
          label={t('body')}
          value={body}
          onChange={(chosen) => form.set({ body: chosen, liaison: '' })}
          options={[['', t('noBody')], ...[...bodies.values()].map(({ name, acronym }) => [name, `${bodyCode(name)} ${acronym}`] as const)]}
        />
        {!body && (
          <Field label={t('field_liaison')}>
            {(props) => (
              <input {...props} name="liaison" value={liaison} onInput={(event) => form.set({ liaison: event.currentTarget.value })} />
            )}
          </Field>
        )}
        <Field label={t('colClause')}>
          {(props) => (
            <input {...props} name="clause" value={clause} onInput={(event) => form.set({ clause: event.currentTarget.value })} />
          )}
        </Field>
        <Field label={t('field_line')}>
          {(props) => <input {...props} name="line" value={line} onInput={(event) => form.set({ line: event.currentTarget.value })} />}
        </Field>
        <Field label={t('field_element')}>
          {(props) => (
            <input {...props} name="element" value={element} onInput={(event) => form.set({ element: event.currentTarget.value })} />
          )}
        </Field>
      </div>
      <fieldset>
        <legend>{t('colType')}</legend>
        {ALL_TYPES.map((type) => (
          <label key={type} class="check">
            <input type="checkbox" checked={types.includes(type)} onChange={(event) => choose(type, event.currentTarget.checked)} />{' '}
            {typeText(type)}
          </label>
        ))}
      </fieldset>
      {form.stale && <Stale base={form.base} comment={comment} onKeep={() => submit(form.merge(), comment.etag)} onTake={form.take} />}
      {problem && <Failure problem={problem} />}
      <Button may={may} busy={busy} onClick={() => submit()}>
        {t('saveCorrection')}
      </Button>
    </Form>
  );
}
