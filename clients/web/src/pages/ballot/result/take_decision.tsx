// Taking a decision: what it does, what it needs, and the confirmation.
import { useMemo, useState } from 'preact/hooks';
import { NeedStanding, type DecisionForm, type DecisionOption } from '../../../../gen/placet/ballots/v1/decision_service_pb';
import { decisions, requestId } from '../../../api/clients';
import { problemOf, type Problem } from '../../../api/problem';
import { t as common } from '../../../texts/common';
import { t } from '../../../texts/decision';
import { Button, Dialog, Failure, Field } from '../../../view/parts';
import { Stages } from './decision';

// What became otherwise since the dialog was opened.
function changesSince(before: DecisionForm, now: DecisionForm): string[] {
  const changes: string[] = [];
  if (now.resultEvent !== before.resultEvent) changes.push(t('changedResult'));
  if (now.decision && now.decision.name !== before.decision?.name) changes.push(t('changedDecision', { text: now.decision.text }));
  const objections = (now.decision?.objections.length ?? 0) - (before.decision?.objections.length ?? 0);
  if (now.decision?.name === before.decision?.name && objections > 0) changes.push(t('changedObjections', { n: objections }));
  return changes.length > 0 ? changes : [t('changedOther')];
}

export function TakeDecision({
  form,
  option,
  oneSided,
  onTaken,
  onChanged,
  onClose,
}: {
  form: DecisionForm;
  option: DecisionOption | null; // null: none of the options
  oneSided: boolean;
  onTaken: (text: string) => void;
  onChanged: () => void;
  onClose: () => void;
}) {
  const [seen] = useState(form);
  const [reason, setReason] = useState('');
  const [cause, setCause] = useState('');
  const [stage, setStage] = useState('');
  const [affirmed, setAffirmed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const toAffirm = option?.needStanding === NeedStanding.TO_AFFIRM;
  const needsReason = option ? option.needsReason : true;
  const earlier = form.decision;
  const request = {
    ballot: form.ballot!.name,
    option: option?.id ?? '',
    reason: reason.trim(),
    affirmNeed: toAffirm && affirmed,
    oneSided,
    overrideStage: option ? '' : stage.trim(),
    cause: earlier ? cause.trim() : '',
    resultEvent: form.resultEvent,
    etag: form.etag,
  };
  // The same decision sent again is the same call; another one is another.
  const id = useMemo(requestId, [JSON.stringify({ ...request, resultEvent: String(request.resultEvent) })]);
  const missing =
    (!option && !request.overrideStage && t('missingStage')) ||
    (needsReason && !request.reason && t('missingReason')) ||
    (toAffirm && !affirmed && t('missingAffirm')) ||
    (earlier && !request.cause && t('missingCause')) ||
    undefined;

  const take = () => {
    setBusy(true);
    setProblem(null);
    decisions.decideBallot({ ...request, requestId: id }).then(
      ({ text }) => {
        onTaken(text);
        onChanged();
        onClose();
      },
      (error) => {
        const refused = problemOf(error);
        setBusy(false);
        setProblem(refused);
        if (refused.code !== 'unavailable') onChanged();
      },
    );
  };
  const fieldProblem = (name: string) => problem?.fields.find(({ field }) => field === name)?.description;

  return (
    <Dialog title={t('confirmTitle', { reference: form.ballot!.reference })} onClose={onClose}>
      {option ? (
        <>
          <p>
            <strong lang="en">{option.text}</strong>
          </p>
          <p>
            <Stages option={option} />
          </p>
        </>
      ) : (
        <p>
          <strong>{t('override')}</strong>
        </p>
      )}
      <p class="quiet">{t('confirmHint')}</p>
      {!option && (
        <Field label={t('stage')} hint={t('stageHint')} problem={fieldProblem('override_stage')}>
          {(props) => <input {...props} name="stage" required value={stage} onInput={(event) => setStage(event.currentTarget.value)} />}
        </Field>
      )}
      {toAffirm && (
        <label class="check">
          <input type="checkbox" name="affirm" checked={affirmed} onChange={(event) => setAffirmed(event.currentTarget.checked)} />{' '}
          {t('affirm', { need: option!.need })}
        </label>
      )}
      <Field
        label={needsReason ? `${t('reason')} (${common('required')})` : t('reason')}
        hint={needsReason ? t('reasonMust') : t('reasonMay')}
        problem={fieldProblem('reason')}
      >
        {(props) => (
          <textarea
            {...props}
            name="reason"
            rows={3}
            maxLength={4000}
            required={needsReason}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Field>
      {earlier && (
        <Field
          label={`${t('cause')} (${common('required')})`}
          hint={t('causeHint', { decision: earlier.text })}
          problem={fieldProblem('cause')}
        >
          {(props) => (
            <textarea
              {...props}
              name="cause"
              rows={2}
              maxLength={1000}
              required
              value={cause}
              onInput={(event) => setCause(event.currentTarget.value)}
            />
          )}
        </Field>
      )}
      {problem && <Failure problem={problem} />}
      {problem && form.etag !== seen.etag && (
        <div role="status">
          <p>
            <strong>{t('changed')}</strong>
          </p>
          <ul>
            {changesSince(seen, form).map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
          <p>{t('changedThen')}</p>
        </div>
      )}
      <div class="row">
        <Button kind="main" onClick={take} why={missing} busy={busy}>
          {t('take')}
        </Button>
        <Button onClick={onClose}>{common('cancel')}</Button>
      </div>
    </Dialog>
  );
}
