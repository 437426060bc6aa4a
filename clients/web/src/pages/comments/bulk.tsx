// One decision for many: what is to become of them, what that would change, and then the change.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CommentEditSchema } from '../../../gen/placet/comments/v1/changes_pb';
import type { ChangeCommentsResponse, CommentReferenceSchema } from '../../../gen/placet/comments/v1/comment_service_pb';
import { Disposition } from '../../../gen/placet/comments/v1/comments_pb';
import { requestId } from '../../api/clients';
import { problemOf, type Problem } from '../../api/problem';
import { idOf } from '../../route';
import { t } from '../../texts/comments';
import { Button, Choice, Dialog, Failure, Field, Table } from '../../view/parts';
import { comments } from './clients';
import { Differences } from './past';
import { Assignee } from './assignee';
import type { Filter } from './rows';
import { dispositionText, GIVEN } from './words';

export type Edit = MessageInitShape<typeof CommentEditSchema>;
type Reference = MessageInitShape<typeof CommentReferenceSchema>;

// Which: by name, as they were read; or those that a filter finds.
export interface Which {
  references?: () => Reference[];
  filter?: Filter;
  count?: number; // where it is known
}

const MOST_SHOWN = 50;
const KEEP = '-';

const words = (typed: string): string[] =>
  typed
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

export function Bulk({
  ballot,
  which,
  first,
  onDone,
  onClose,
}: {
  ballot: string;
  which: Which;
  first?: Disposition | undefined; // chosen to begin with
  onDone: (answer: ChangeCommentsResponse, what: string) => void;
  onClose: () => void;
}) {
  const [disposition, setDisposition] = useState(first === undefined ? KEEP : String(first));
  const [decided, setDecided] = useState(true);
  const [observation, setObservation] = useState('');
  const [assignee, setAssignee] = useState('');
  const [dueDay, setDueDay] = useState('');
  const [add, setAdd] = useState('');
  const [remove, setRemove] = useState('');
  const [reason, setReason] = useState('');
  const [preview, setPreview] = useState<ChangeCommentsResponse | null>(null);
  const [id, setId] = useState(requestId); // one for what is applied, the same if it is tried again
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>(first === Disposition.NOT_ACCEPTED ? 'textarea' : 'select')?.focus(), []);
  const back = () => {
    setPreview(null);
    setTimeout(() => form.current?.querySelector('select')?.focus());
  };

  const edit: Edit = { addTags: words(add), removeTags: words(remove) };
  if (disposition !== KEEP) edit.resolution = { disposition: Number(disposition), decided, ...(observation ? { observation } : {}) };
  if (assignee) edit.assignee = `people/${assignee.replace('people/', '')}`;
  if (dueDay) edit.dueDay = dueDay;
  const empty = disposition === KEEP && !assignee && !dueDay && !add.trim() && !remove.trim();
  const unreasoned = disposition === String(Disposition.NOT_ACCEPTED) && !observation.trim() && !!which.references && which.count === 1;

  const call = async (validateOnly: boolean) => {
    setBusy(true);
    setProblem(null);
    try {
      const whom = which.references ? { comments: which.references() } : { filter: which.filter ?? {} };
      const answer = await comments.changeComments({
        parent: ballot,
        ...whom,
        edit,
        validateOnly,
        reason,
        requestId: validateOnly ? requestId() : id,
      });
      if (!validateOnly) return onDone(answer, disposition === KEEP ? '' : dispositionText(Number(disposition)));
      setId(requestId());
      setPreview(answer);
    } catch (error) {
      const refused = problemOf(error);
      setProblem(refused);
      // What was looked at is no longer what is there.
      if (refused.code !== 'unavailable') setPreview(null);
    } finally {
      setBusy(false);
    }
  };

  const title = which.count === undefined ? t('bulkFilter') : t('bulkTitle', { n: which.count });
  return (
    <Dialog title={title} onClose={onClose}>
      {!preview ? (
        <form
          ref={form}
          onSubmit={(event) => {
            event.preventDefault();
            if (!empty && !busy) void call(true);
          }}
        >
          <div class="bulk">
            <div>
              <Choice
                label={t('disposition')}
                value={disposition}
                onChange={setDisposition}
                options={[
                  [KEEP, t('bulkKeep')],
                  ...GIVEN.map((one) => [String(one), dispositionText(one)] as const),
                  ['0', t('bulkReopen')],
                ]}
              />
              {disposition !== KEEP && disposition !== '0' && (
                <Choice
                  label={t('howFar')}
                  value={decided ? 'yes' : 'no'}
                  onChange={(chosen) => setDecided(chosen === 'yes')}
                  options={[
                    ['yes', t('decidedByGroup')],
                    ['no', t('proposedOnly')],
                  ]}
                />
              )}
              <Field
                label={t('observation')}
                hint={disposition === String(Disposition.NOT_ACCEPTED) ? t('reasonNeeded') : t('bulkObservationHint')}
              >
                {(props) => (
                  <textarea
                    {...props}
                    name="observation"
                    rows={3}
                    value={observation}
                    disabled={disposition === KEEP}
                    onInput={(event) => setObservation(event.currentTarget.value)}
                  />
                )}
              </Field>
            </div>
            <div>
              <Assignee value={assignee} hint={t('bulkAssigneeHint')} onInput={setAssignee} />
              <Field label={t('dueDay')}>
                {(props) => (
                  <input {...props} name="due" type="date" value={dueDay} onInput={(event) => setDueDay(event.currentTarget.value)} />
                )}
              </Field>
              <Field label={t('addTags')} hint={t('tagsHint')}>
                {(props) => <input {...props} name="add_tags" value={add} onInput={(event) => setAdd(event.currentTarget.value)} />}
              </Field>
              <Field label={t('removeTags')} hint={t('tagsHint')}>
                {(props) => (
                  <input {...props} name="remove_tags" value={remove} onInput={(event) => setRemove(event.currentTarget.value)} />
                )}
              </Field>
              <Field label={t('bulkReason')} hint={t('bulkReasonHint')}>
                {(props) => <input {...props} name="reason" value={reason} onInput={(event) => setReason(event.currentTarget.value)} />}
              </Field>
            </div>
          </div>
          {problem && <Failure problem={problem} />}
          <Button
            kind="main"
            busy={busy}
            why={empty ? t('bulkNothing') : unreasoned ? t('reasonNeeded') : ''}
            onClick={() => void call(true)}
          >
            {t('preview')}
          </Button>
        </form>
      ) : (
        <Previewed answer={preview} problem={problem} busy={busy} onApply={() => void call(false)} onBack={back} />
      )}
    </Dialog>
  );
}

function Previewed({
  answer,
  problem,
  busy,
  onApply,
  onBack,
}: {
  answer: ChangeCommentsResponse;
  problem: Problem | null;
  busy: boolean;
  onApply: () => void;
  onBack: () => void;
}) {
  const n = answer.differences.length;
  // The button that led here is gone; who reads by ear goes on at what would change.
  const head = useRef<HTMLParagraphElement>(null);
  useEffect(() => head.current?.focus(), [answer]);
  const unchanged = (reason: string, text: string) => (reason === 'UNCHANGED' ? t('unchanged') : text);
  return (
    <div class="preview">
      <p ref={head} tabIndex={-1} role="status">
        <strong>{n ? t('wouldChange', { n }) : t('wouldChangeNone')}</strong>
        {answer.skipped.length > 0 && <> {t('leftOut', { n: answer.skipped.length })}.</>}
      </p>
      {n > 0 && (
        <Table
          caption={t('whatChanges')}
          rows={answer.differences.slice(0, MOST_SHOWN)}
          keyOf={({ comment }) => comment}
          columns={[
            { title: t('colLabel'), cell: ({ label, comment }) => label || idOf(comment) },
            { title: t('whatChanges'), cell: ({ fields }) => <Differences fields={fields} /> },
          ]}
        />
      )}
      {n > MOST_SHOWN && <p class="quiet">{t('firstOf', { shown: MOST_SHOWN, n })}</p>}
      {answer.skipped.length > 0 && (
        <details open={n === 0}>
          <summary>{t('leftOut', { n: answer.skipped.length })}</summary>
          <Table
            caption={t('leftOut', { n: answer.skipped.length })}
            rows={answer.skipped.slice(0, MOST_SHOWN)}
            keyOf={({ comment }) => comment}
            columns={[
              { title: t('colLabel'), cell: ({ label, comment }) => label || idOf(comment) },
              {
                title: t('why'),
                cell: ({ reason, text }) => <span lang={reason === 'UNCHANGED' ? undefined : 'en'}>{unchanged(reason, text)}</span>,
              },
            ]}
          />
          {answer.skipped.length > MOST_SHOWN && <p class="quiet">{t('firstOf', { shown: MOST_SHOWN, n: answer.skipped.length })}</p>}
        </details>
      )}
      {problem && <Failure problem={problem} />}
      <div class="row">
        <Button kind="main" busy={busy} why={n ? '' : t('wouldChangeNone')} onClick={onApply}>
          {t('apply', { n })}
        </Button>
        <Button onClick={onBack}>{t('reconsider')}</Button>
      </div>
    </div>
  );
}
