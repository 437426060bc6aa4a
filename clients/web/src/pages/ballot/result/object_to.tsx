// An objection to a decision, in the name of a P-member.
import { useMemo, useState } from 'preact/hooks';
import type { Decision } from '../../../../gen/placet/ballots/v1/decisions_pb';
import { decisions, requestId } from '../../../api/clients';
import { problemOf, type Problem } from '../../../api/problem';
import { t as common } from '../../../texts/common';
import { t } from '../../../texts/decision';
import { Button, Choice, Dialog, Failure, Field } from '../../../view/parts';
import { useNameOf } from './names';

export function ObjectTo({
  decision,
  members,
  onSent,
  onClose,
}: {
  decision: Decision;
  members: string[];
  onSent: () => void;
  onClose: () => void;
}) {
  const name = useNameOf();
  const free = members.filter((member) => !decision.objections.some((objection) => objection.member === member));
  const [member, setMember] = useState(free[0] ?? members[0] ?? '');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const id = useMemo(requestId, [decision.name, member, reason]);
  const send = () => {
    setBusy(true);
    setProblem(null);
    decisions.objectToDecision({ decision: decision.name, member, reason: reason.trim(), requestId: id }).then(
      () => {
        onSent();
        onClose();
      },
      (error) => {
        setBusy(false);
        setProblem(problemOf(error));
      },
    );
  };
  return (
    <Dialog title={t('objectTitle')} onClose={onClose}>
      <p>
        <strong lang="en">{decision.text}</strong>
      </p>
      <p class="quiet">{t('objectHint')}</p>
      <Choice label={t('member')} value={member} options={members.map((one) => [one, name(one)] as const)} onChange={setMember} />
      <Field label={`${t('reason')} (${common('required')})`} hint={t('reasonMay')}>
        {(props) => (
          <textarea
            {...props}
            name="reason"
            rows={4}
            maxLength={4000}
            required
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Field>
      {problem && <Failure problem={problem} />}
      <div class="row">
        <Button kind="main" onClick={send} busy={busy} why={reason.trim() ? undefined : t('missingReason')}>
          {t('objectSend')}
        </Button>
        <Button onClick={onClose}>{common('cancel')}</Button>
      </div>
    </Dialog>
  );
}
