// The form of a vote: checked by the service while it is written, confirmed, cast.
import { equals } from '@bufbuild/protobuf';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { VoteSchema, type Ballot, type Vote } from '../../../gen/placet/ballots/v1/ballots_pb';
import type { Rule } from '../../../gen/placet/ballots/v1/rules_pb';
import type { ImportCommentsResponse } from '../../../gen/placet/comments/v1/comment_service_pb';
import { ballots, requestId } from '../../api/clients';
import { problemOf, type Problem } from '../../api/problem';
import { importMessages, uploadComments } from '../../api/upload';
import { voteOf as voteNow } from '../../api/vote';
import { idOf } from '../../route';
import { t as common } from '../../texts/common';
import { t } from '../../texts/vote';
import { answerWord } from '../../texts/words';
import { Button, Dialog, Failure } from '../../view/parts';
import { Files, NOTHING, addedBy, type Attached } from './files';
import { draftOf, findingsOf, formOf, keepDraft, voteOf, type Form } from './form';
import { asksForExperts, type offersFor } from './rule';
import { Differences, VoteFacts } from './versions';
import { VoteFields } from './vote_fields';

interface FormProps {
  ballot: Ballot;
  rule: Rule;
  name: string;
  stands: Vote | null;
  offers: ReturnType<typeof offersFor>;
  behalf: boolean;
  files: boolean;
  onDone: (vote: Vote, imported: ImportCommentsResponse | null) => void;
}

interface Checked {
  of: Form;
  vote: Vote | null;
  problem: Problem | null;
}

const PAUSE = 350; // after the last key, before the service is asked

export function VoteForm({ ballot, rule, name, stands, offers, behalf, files, onDone }: FormProps) {
  const [form, setForm] = useState<Form>(() => draftOf(name) ?? preset(formOf(stands), offers));
  const [base, setBase] = useState(stands); // the version that this one replaces
  const [checked, setChecked] = useState<Checked | null>(null);
  const [attached, setAttached] = useState<Attached>(NOTHING);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [theirs, setTheirs] = useState<{ was: Vote | null; is: Vote } | null>(null);
  const id = useRef(requestId());
  const sent = useRef(''); // the request that was sent, and whose answer may have been lost

  const set = (changes: Partial<Form>) => {
    const next = { ...form, ...changes };
    id.current = requestId();
    keepDraft(name, next);
    setForm(next);
  };
  const reasonless = behalf && !form.behalfReason.trim();
  const message = useMemo(() => voteOf(name, form, ballot.questions, base?.etag ?? ''), [form, base]);

  useEffect(() => {
    if (!form.answer || reasonless) return setChecked(null);
    const gone = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const vote = await ballots.castVote({ vote: message, validateOnly: true }, { signal: gone.signal });
        if (!gone.signal.aborted) setChecked({ of: form, vote, problem: null });
      } catch (error) {
        if (!gone.signal.aborted) setChecked({ of: form, vote: null, problem: problemOf(error) });
      }
    }, PAUSE);
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
  }, [message]);

  const send = async () => {
    setBusy(true);
    setProblem(null);
    try {
      // A first vote names no version that it replaces: so whether it still is the first is looked at here.
      if (!base && sent.current !== id.current && (await seeTheirs())) {
        setAsking(false);
        setBusy(false);
        return;
      }
      sent.current = id.current;
      const imported =
        attached.files.length > 0
          ? await uploadComments(
              importMessages(
                {
                  ballot: ballot.name,
                  member: `members/${idOf(name)}`,
                  validateOnly: false,
                  vote: { $typeName: 'placet.ballots.v1.CastVoteRequest', vote: message, validateOnly: false, requestId: '' },
                },
                attached.files,
                id.current,
              ),
            )
          : null;
      const vote = imported ? imported.vote! : await ballots.castVote({ vote: message, requestId: id.current });
      keepDraft(name, null);
      setAsking(false);
      onDone(vote, imported);
    } catch (error) {
      const refused = problemOf(error);
      setAsking(false);
      setProblem(refused);
      if (refused.code === 'aborted') await seeTheirs();
    }
    setBusy(false);
  };

  // Somebody else of the body has cast meanwhile: what, before anything is done about it.
  const seeTheirs = async (): Promise<boolean> => {
    const is = await voteNow(name).catch(() => null);
    if (!is) return false;
    setTheirs({ was: base, is });
    setBase(is);
    id.current = requestId();
    return true;
  };

  const upToDate = checked?.of === form;
  const findings = findingsOf(upToDate ? checked.problem : null, form, ballot.questions);
  const atField = upToDate && !!checked.problem && checked.problem.fields.length > 0 && findings.rest.length === 0;
  const unfinished = attached.files.length > 0 && !attached.checked;
  const why = !form.answer
    ? t('notChosen')
    : reasonless
      ? t('reasonless')
      : unfinished || !upToDate
        ? t('waitForCheck')
        : atField
          ? t('fieldFirst')
          : checked.problem
            ? checked.problem.sentence
            : stands &&
                !theirs &&
                equals(VoteSchema, voteOf(name, form, ballot.questions, ''), voteOf(name, formOf(stands), ballot.questions, '')) &&
                attached.files.length === 0
              ? t('unchanged')
              : '';

  return (
    <form onSubmit={(event) => event.preventDefault()}>
      {theirs && (
        <div class="finding bad" role="alert">
          <p>
            <strong>{t('changedMeanwhile')}</strong>
          </p>
          <p>{t('changedHint', { who: idOf(theirs.is.caster), n: theirs.is.revision })}</p>
          <p>
            <strong>{answerWord(theirs.is.answer)}</strong>
          </p>
          {theirs.was ? <Differences vote={theirs.is} before={theirs.was} /> : <VoteFacts vote={theirs.is} questions={ballot.questions} />}
        </div>
      )}
      <VoteFields
        form={form}
        set={set}
        offers={offers}
        questions={ballot.questions}
        experts={asksForExperts(rule)}
        behalf={behalf}
        findings={findings}
      />
      {files && form.answer > 0 && (
        <Files
          ballot={ballot.name}
          member={`members/${idOf(name)}`}
          attached={attached}
          onChange={(next) => {
            id.current = requestId();
            setAttached(next);
          }}
        />
      )}
      <div aria-live="polite">
        {atField && (
          <div class="finding bad">
            <p>{t('checkedField')}</p>
          </div>
        )}
        {upToDate && checked.problem && !atField && (
          <div class="finding bad">
            <p>
              {t('checkedBad', { sentence: '' })}
              <span lang="en">{checked.problem.sentence}</span>
            </p>
            {checked.problem.remedy && (
              <p class="quiet" lang="en">
                {checked.problem.remedy}
              </p>
            )}
            {findings.rest.map((text) => (
              <p key={text} lang="en">
                {text}
              </p>
            ))}
          </div>
        )}
        {upToDate && checked.vote && <Warnings vote={checked.vote} />}
      </div>
      {problem && problem.code !== 'aborted' && <Failure problem={problem} again={() => void send()} />}
      <p>
        <Button kind="main" busy={busy} why={why} onClick={() => setAsking(true)}>
          {stands ? t('replace') : t('cast')}
        </Button>
      </p>
      {asking && (
        <Dialog title={t('confirmTitle')} onClose={() => setAsking(false)}>
          <p>{t('confirmText', { ballot: ballot.reference, body: idOf(name).toUpperCase() })}</p>
          <p>
            <strong>{answerWord(form.answer)}</strong>
          </p>
          <VoteFacts vote={message} questions={ballot.questions} />
          {checked?.vote && <Warnings vote={checked.vote} quiet />}
          {attached.checked && <p>{t('withComments', { n: addedBy(attached.checked) })}</p>}
          <p class="quiet">{t('confirmLate')}</p>
          <p class="row">
            <Button kind="main" busy={busy} onClick={() => void send()}>
              {busy ? t('casting') : t('yes')}
            </Button>
            <button type="button" onClick={() => setAsking(false)}>
              {common('cancel')}
            </button>
          </p>
        </Dialog>
      )}
    </form>
  );
}

// Where only one answer is offered, as with questions of the ballot's own, it is given.
const preset = (form: Form, offers: FormProps['offers']): Form =>
  form.answer === 0 && offers.length === 1 ? { ...form, answer: offers[0]!.answer } : form;

function Warnings({ vote, quiet = false }: { vote: Vote; quiet?: boolean }) {
  if (vote.warnings.length === 0) return quiet ? null : <p class="quiet">✓ {t('checkedOk')}</p>;
  return (
    <>
      {vote.warnings.map(({ kind, text, clause }) => (
        <div key={kind} class="finding">
          <p>
            <span aria-hidden="true">! </span>
            <span lang="en">{text}</span>
            {clause && ` (${t('clause', { clause })})`}
          </p>
        </div>
      ))}
    </>
  );
}
