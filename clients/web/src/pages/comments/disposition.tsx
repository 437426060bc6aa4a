// What becomes of a comment, proposed or decided, with the observation that goes out.
import { CommentState, Disposition } from '../../../gen/placet/comments/v1/comments_pb';
import { t } from '../../texts/comments';
import { Button, Choice, Failure, Field } from '../../view/parts';
import { Form, Stale, useForm, useSave, type FormProps } from './form';
import { dispositionText, GIVEN } from './words';

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
    const resolution = {
      disposition: chosen,
      decided: values.decided && chosen !== Disposition.UNSPECIFIED,
      observation: values.observation,
    };
    void save({ resolution }, etag, dispositionText(chosen));
  };
  if (refused) {
    return (
      <>
        <dl>
          <dt>{t('disposition')}</dt>
          <dd>{dispositionText(comment.disposition)}</dd>
          <dt>{t('observation')}</dt>
          <dd class="said">{comment.observation || '–'}</dd>
        </dl>
        <Button may={may} onClick={() => {}}>
          {t('saveDisposition')}
        </Button>
      </>
    );
  }
  const options: (readonly [string, string])[] = [Disposition.UNSPECIFIED, ...GIVEN].map(
    (one) => [String(one), dispositionText(one)] as const,
  );
  if (comment.disposition === Disposition.WITHDRAWN) options.push([String(Disposition.WITHDRAWN), dispositionText(Disposition.WITHDRAWN)]);
  return (
    <Form name="disposition" onSubmit={() => submit()}>
      <div class="row">
        <Choice label={t('disposition')} value={disposition} options={options} onChange={(chosen) => form.set({ disposition: chosen })} />
        {disposition !== '0' && (
          <Choice
            label={t('howFar')}
            value={decided ? 'yes' : 'no'}
            options={[
              ['yes', t('decidedByGroup')],
              ['no', t('proposedOnly')],
            ]}
            onChange={(chosen) => form.set({ decided: chosen === 'yes' })}
          />
        )}
      </div>
      <Field label={t('observation')} hint={t('observationHint')} problem={unreasoned ? t('reasonNeeded') : undefined}>
        {(props) => (
          <textarea
            {...props}
            name="observation"
            rows={4}
            value={observation}
            onInput={(event) => form.set({ observation: event.currentTarget.value })}
          />
        )}
      </Field>
      {form.stale && <Stale base={form.base} comment={comment} onKeep={() => submit(form.merge(), comment.etag)} onTake={form.take} />}
      {problem && <Failure problem={problem} />}
      <div class="row">
        <Button kind="main" may={may} busy={busy} why={unreasoned ? t('reasonMissing') : ''} onClick={() => submit()}>
          {t('saveDisposition')}
        </Button>
        {comment.proposedChange && !observation && (
          <Button onClick={() => form.set({ observation: comment.proposedChange })}>{t('useProposal')}</Button>
        )}
      </div>
    </Form>
  );
}
