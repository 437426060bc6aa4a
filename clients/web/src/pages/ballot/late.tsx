// A vote that came after closing, written down by an officer.
import { useEffect, useRef, useState } from 'preact/hooks';
import { BallotService } from '../../../gen/placet/ballots/v1/ballot_service_pb';
import { Entitlement, type Ballot, type RollEntry } from '../../../gen/placet/ballots/v1/ballots_pb';
import type { Rule } from '../../../gen/placet/ballots/v1/rules_pb';
import { ballots, requestId } from '../../api/clients';
import { useLoad } from '../../api/load';
import { refusalOf, useMayI, wish } from '../../api/may';
import { problemOf, type Problem } from '../../api/problem';
import { idOf } from '../../route';
import { t } from '../../texts/vote';
import { Button, Choice, Failure, Field, Section, Shown } from '../../view/parts';
import { EMPTY, findingsOf, voteOf, type Form } from './form';
import { listRoll } from './roll';
import { asksForExperts, offersFor, useRule } from './rule';
import { VoteFields } from './vote_fields';

export function LateVote({ ballot, changed }: { ballot: Ballot; changed: (ballot?: Ballot) => void }) {
  const rule = useRule(ballot);
  const roll = useLoad((signal) => listRoll(ballot.name, signal), [ballot.name, ballot.etag]);
  return (
    <Section title={t('late')}>
      <p class="quiet">{t('lateHint')}</p>
      <Shown of={rule}>
        {({ rule: row }) =>
          row && (
            <Shown of={roll}>
              {(entries) => (
                <LateForm
                  ballot={ballot}
                  rule={row}
                  entries={entries.filter(
                    ({ entitlement }) => entitlement === Entitlement.MUST_VOTE || entitlement === Entitlement.MAY_VOTE,
                  )}
                  changed={changed}
                />
              )}
            </Shown>
          )
        }
      </Shown>
    </Section>
  );
}

interface Given {
  member: string;
  reason: string;
  approver: string;
  count: boolean;
}

const NOTHING: Given = { member: '', reason: '', approver: '', count: false };

function LateForm({
  ballot,
  rule,
  entries,
  changed,
}: {
  ballot: Ballot;
  rule: Rule;
  entries: RollEntry[];
  changed: (ballot?: Ballot) => void;
}) {
  const [form, setForm] = useState<Form>(EMPTY);
  const [given, setGiven] = useState<Given>(NOTHING);
  const [finding, setFinding] = useState<Problem | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const id = useRef(requestId());
  const entry = entries.find(({ name }) => idOf(name) === given.member);
  const offers = offersFor(rule, entry?.entitlement ?? Entitlement.MUST_VOTE);
  const request = {
    vote: voteOf(
      `${ballot.name}/votes/${given.member || idOf(entries[0]?.name ?? 'none')}`,
      { ...form, answer: form.answer || offers[0]!.answer },
      ballot.questions,
      '',
    ),
    reason: given.reason || 'asked beforehand',
    approver: given.approver,
    count: given.count,
  };
  const [may] = useMayI('ballots', [wish(BallotService.method.recordLateVote, request)], [ballot.name, ballot.etag]);
  const refused = may && !may.allowed && may.refusal?.code !== 'INVALID_ARGUMENT' ? may : undefined;

  useEffect(() => {
    id.current = requestId();
    if (refused || !given.member || !form.answer) return setFinding(null);
    const timer = setTimeout(
      () => void refusalOf('ballots', wish(BallotService.method.recordLateVote, request)).then(setFinding, () => {}),
      350,
    );
    return () => clearTimeout(timer);
  }, [form, given, refused]);

  const record = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await ballots.recordLateVote({ ...request, requestId: id.current });
      setSaid(t('lateDone', { body: entry?.acronym || given.member }));
      setForm(EMPTY);
      setGiven(NOTHING);
      changed();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy(false);
  };

  const findings = findingsOf(finding, form, ballot.questions);
  const why = !given.member ? t('chooseBody') : !form.answer ? t('notChosen') : !given.reason.trim() ? t('lateReason') : finding?.sentence;
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      {!refused && (
        <>
          <Choice
            label={t('inNameOf')}
            value={given.member}
            options={[
              ['', t('chooseBody')],
              ...entries.map(({ name, acronym, country }) => [idOf(name), `${acronym || idOf(name)} – ${country}`] as const),
            ]}
            onChange={(member) => setGiven({ ...given, member })}
          />
          {given.member && (
            <>
              <VoteFields
                form={form}
                set={(changes) => setForm({ ...form, ...changes })}
                offers={offers}
                questions={ballot.questions}
                experts={asksForExperts(rule)}
                behalf={false}
                findings={findings}
              />
              <Field label={t('lateReason')}>
                {(props) => (
                  <input
                    {...props}
                    maxLength={1000}
                    value={given.reason}
                    onInput={(event) => setGiven({ ...given, reason: event.currentTarget.value })}
                  />
                )}
              </Field>
              <Field label={t('lateApprover')}>
                {(props) => (
                  <input
                    {...props}
                    value={given.approver}
                    onInput={(event) => setGiven({ ...given, approver: event.currentTarget.value })}
                  />
                )}
              </Field>
              <label class="tick">
                <input
                  type="checkbox"
                  checked={given.count}
                  onChange={(event) => setGiven({ ...given, count: event.currentTarget.checked })}
                />{' '}
                {t('lateCount')}
              </label>
            </>
          )}
        </>
      )}
      {problem && <Failure problem={problem} />}
      <Button kind="main" may={refused} why={refused ? undefined : why} busy={busy} onClick={() => void record()}>
        {t('lateRecord')}
      </Button>
      <p role="status">{said}</p>
    </form>
  );
}
