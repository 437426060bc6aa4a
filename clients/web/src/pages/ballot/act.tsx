// One thing that an officer can do with a ballot: what it is, what it needs, and why it cannot be
// done, where it cannot. The service is asked again while the fields are filled in.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Answer } from '../../../gen/placet/access/v1/access_service_pb';
import { requestId } from '../../api/clients';
import { refusalOf, type Wish } from '../../api/may';
import { problemOf, type Problem } from '../../api/problem';
import { t as common } from '../../texts/common';
import { t } from '../../texts/officer';
import { Button, Choice, Dialog, Failure, Field } from '../../view/parts';

export interface ActField {
  name: string;
  label: string;
  kind: 'date' | 'text' | 'choice';
  options?: readonly (readonly [string, string])[];
  first?: string;
  path: string; // of the request, to which a refusal is laid
}

export type Values = Record<string, string>;

export interface ActProps {
  title: string;
  hint: string;
  sure: string; // the question before it is done
  danger?: boolean;
  fields: ActField[];
  wish: (values: Values) => Wish; // with what the fields hold, or would
  call: (values: Values, requestId: string) => Promise<void>;
  may: Answer | undefined;
  stale?: () => void; // what the page has is not what there is any more
}

const PAUSE = 350;

export function Act({ title, hint, sure, danger = false, fields, wish, call, may, stale }: ActProps) {
  const [values, setValues] = useState<Values>(() => Object.fromEntries(fields.map(({ name, first = '' }) => [name, first])));
  const [finding, setFinding] = useState<Problem | null>(null);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const id = useRef(requestId());

  const missing = fields.find(({ name }) => !values[name]?.trim());
  const refused = may && !may.allowed && may.refusal?.code !== 'INVALID_ARGUMENT';

  useEffect(() => {
    if (refused || missing || fields.length === 0) return setFinding(null);
    const gone = new AbortController();
    const timer = setTimeout(() => {
      refusalOf('ballots', wish(values), gone.signal).then(
        (found) => {
          if (gone.signal.aborted) return;
          if (found?.code === 'aborted') stale?.();
          setFinding(found);
        },
        () => {},
      );
    }, PAUSE);
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
  }, [JSON.stringify(values), may]);

  const act = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await call(values, id.current);
      id.current = requestId();
      setValues(Object.fromEntries(fields.map(({ name, first = '' }) => [name, first])));
    } catch (error) {
      const refusal = problemOf(error);
      if (refusal.code !== 'unavailable') id.current = requestId();
      setProblem(refusal);
    }
    setAsking(false);
    setBusy(false);
  };

  const said = (path: string) => finding?.fields.find(({ field }) => field === path)?.description;
  const elsewhere = finding && !fields.some(({ path }) => said(path)) ? finding.sentence : '';
  const set = (name: string, value: string) => {
    id.current = requestId();
    setValues({ ...values, [name]: value });
  };
  return (
    <div class="act" role="group" aria-label={title}>
      <h3>{title}</h3>
      <p class="quiet">{hint}</p>
      {!refused &&
        fields.map((field) =>
          field.kind === 'choice' ? (
            <Choice
              key={field.name}
              label={field.label}
              value={values[field.name]!}
              options={[['', t('choose')], ...field.options!]}
              onChange={(value) => set(field.name, value)}
            />
          ) : (
            <Field key={field.name} label={field.label} problem={said(field.path)}>
              {(props) => (
                <input
                  {...props}
                  name={field.name}
                  type={field.kind}
                  maxLength={1000}
                  value={values[field.name]}
                  onInput={(event) => set(field.name, event.currentTarget.value)}
                />
              )}
            </Field>
          ),
        )}
      {problem && <Failure problem={problem} />}
      <Button
        kind={danger ? 'danger' : 'main'}
        may={refused ? may : undefined}
        why={refused ? undefined : missing ? t('fillIn', { field: missing.label }) : finding ? elsewhere || finding.sentence : undefined}
        busy={busy}
        onClick={() => setAsking(true)}
      >
        {title}
      </Button>
      {asking && (
        <Dialog title={title} onClose={() => setAsking(false)}>
          <p>{sure}</p>
          {fields.length > 0 && (
            <dl>
              {fields.map(({ name, label, options }) => (
                <>
                  <dt>{label}</dt>
                  <dd class="text">{options?.find(([value]) => value === values[name])?.[1] ?? values[name]}</dd>
                </>
              ))}
            </dl>
          )}
          <p class="row">
            <Button kind={danger ? 'danger' : 'main'} busy={busy} onClick={() => void act()}>
              {t('do')}
            </Button>
            <button type="button" onClick={() => setAsking(false)}>
              {common('cancel')}
            </button>
          </p>
        </Dialog>
      )}
    </div>
  );
}
