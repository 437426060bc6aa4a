// What happened to a ballot, event by event, and the versions of one body's vote.
import { useMemo, useState } from 'preact/hooks';
import { BallotState, type Ballot, type Event, type Question, type Vote } from '../../../gen/placet/ballots/v1/ballots_pb';
import { ballots } from '../../api/clients';
import { useMember } from '../../api/due';
import { useLoad } from '../../api/load';
import { problemOf, type Problem } from '../../api/problem';
import { provenReceipt, receiptFile, receiptName } from '../../api/receipt';
import { useStream } from '../../api/stream';
import { voteOf } from '../../api/vote';
import { idOf } from '../../route';
import { t } from '../../texts/ballots';
import { answerWord, momentWord, statusWord, verdictWord } from '../../texts/words';
import { choiceWord, t as tv } from '../../texts/vote';
import { Choice, Empty, Failure, Freshness, Section, Shown, download } from '../../view/parts';
import { When, day } from '../../view/time';
import { Diff } from '../../view/diff';
import type { PartProps } from './ballot';

export function History({ ballot, route }: PartProps) {
  const { member } = useMember(route.query.get('member'));
  return (
    <>
      {member && ballot.state !== BallotState.DRAFT && <VoteVersions ballot={ballot} member={idOf(member)} />}
      <Events ballot={ballot} />
    </>
  );
}

const isOf = (event: Event, ballot: string) => event.subject === ballot || event.subject.startsWith(`${ballot}/`);

type Shown3 = 'all' | 'ballot' | 'votes';

// It follows the log, so that what happens now is there at once.
function Events({ ballot }: { ballot: Ballot }) {
  const [events, setEvents] = useState<Event[]>([]);
  const [show, setShow] = useState<Shown3>('all');
  const state = useStream(
    (signal) => ballots.watchEvents({ subjectPrefix: ballot.name, afterSequence: events.at(-1)?.sequence ?? 0n }, { signal }),
    (event) => isOf(event, ballot.name) && setEvents((before) => [...before, event]),
    [ballot.name],
  );
  const lines = useMemo(() => told(events), [events]);
  const shown = lines.filter(({ event }) => show === 'all' || (show === 'votes') === (event.change.case === 'vote'));
  return (
    <Section title={t('history')} aside={<Freshness state={state} />}>
      <p class="quiet">{t('historyHint')}</p>
      {state.problem && <Failure problem={state.problem} />}
      <Choice<Shown3>
        label={t('filterEvents')}
        value={show}
        options={[
          ['all', t('allEvents')],
          ['ballot', t('ballotEvents')],
          ['votes', t('voteEvents')],
        ]}
        onChange={setShow}
      />
      {shown.length === 0 ? (
        <Empty>{t('noEvents')}</Empty>
      ) : (
        <ol class="history events" reversed>
          {shown.toReversed().map(({ event, text, more }) => (
            <li key={String(event.sequence)}>
              <When time={event.commitTime} /> <strong>{text}</strong>{' '}
              <span class="quiet">{event.actor && <code>{idOf(event.actor)}</code>}</span>
              {more && <div class="text quiet">{more}</div>}
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

interface Line {
  event: Event;
  text: string;
  more: string;
}

// Each event in words; of a ballot what is other than in the event before.
function told(events: Event[]): Line[] {
  let before: Ballot | null = null;
  return events.flatMap((event) => {
    const line = lineOf(event, before);
    if (event.change.case === 'ballot') before = event.change.value;
    return line ? [line] : [];
  });
}

function lineOf(event: Event, before: Ballot | null): Line | null {
  const { change } = event;
  switch (change.case) {
    case 'ballot':
      return {
        event,
        text: moveOf(change.value, before),
        more:
          change.value.reason && change.value.reason !== before?.reason
            ? t('because', { reason: change.value.reason })
            : change.value.openingRefused,
      };
    case 'vote':
      return {
        event,
        text: t('voteOf', { body: idOf(event.subject).toUpperCase(), answer: answerWord(change.value.answer), n: change.value.revision }),
        more: momentWord(change.value.moment),
      };
    case 'rollEntry':
      return {
        event,
        text: t('rollChanged', { body: change.value.acronym || idOf(event.subject), status: statusWord(change.value.status) }),
        more: '',
      };
    case 'tally':
      return { event, text: t('counted', { n: change.value.version, verdict: verdictWord(change.value.verdict) }), more: '' };
    case 'decision':
      return { event, text: t('decided', { text: change.value.text }), more: change.value.reason };
    case 'comments':
      return { event, text: t('commentsNow', { n: change.value.total }), more: '' };
    case 'erasure':
      return { event, text: t('erased', { n: change.value.versions }), more: '' };
    default:
      return null;
  }
}

function moveOf(now: Ballot, before: Ballot | null): string {
  if (!before) return t('made');
  if (now.state !== before.state) {
    if (now.state === BallotState.OPEN) return t('becameOpen', { day: day(now.endDate) });
    if (now.state === BallotState.CLOSED) return t('becameClosed');
    if (now.state === BallotState.CANCELLED) return t('becameCancelled', { reason: now.reason });
  }
  if (now.closeTime && before.closeTime && now.endDate === before.endDate && now.closeTime.seconds < before.closeTime.seconds)
    return t('becameClosed');
  if (now.endDate !== before.endDate) return t('moved', { before: day(before.endDate), after: day(now.endDate) });
  if (now.opensOn !== before.opensOn) return now.opensOn ? t('scheduled', { day: day(now.opensOn) }) : t('unscheduled');
  if (now.changeUntil !== before.changeUntil) return t('allowed', { day: day(now.changeUntil) });
  if (now.openingRefused && now.openingRefused !== before.openingRefused) return t('openingRefused');
  return t('changed');
}

// --- The versions of one vote.

interface Version {
  vote: Vote;
  before: Vote | null;
  sequence: bigint | null; // of its event, which a receipt is asked for by
}

async function versionsOf(name: string, signal: AbortSignal): Promise<Version[]> {
  if (!(await voteOf(name, signal))) return [];
  const { revisions } = await ballots.listVoteRevisions({ name, pageSize: 500 }, { signal });
  const sequences = new Map<number, bigint>();
  for await (const event of ballots.watchEvents({ subjectPrefix: name, untilHead: true }, { signal })) {
    if (event.subject === name && event.change.case === 'vote') sequences.set(event.change.value.revision, event.sequence);
  }
  return revisions
    .map((vote, index) => ({ vote, before: revisions[index - 1] ?? null, sequence: sequences.get(vote.revision) ?? null }))
    .toReversed();
}

// `turn` changes when a vote was cast.
export function VoteVersions({ ballot, member, turn = 0 }: { ballot: Ballot; member: string; turn?: number }) {
  const loaded = useLoad((signal) => versionsOf(`${ballot.name}/votes/${member}`, signal), [ballot.name, member, turn]);
  const hidden = loaded.problem?.code === 'permission_denied';
  return (
    <Section title={tv('versions', { body: member.toUpperCase() })}>
      {hidden ? (
        <Empty>
          <span lang="en">
            {loaded.problem!.sentence}. {loaded.problem!.remedy}
          </span>
        </Empty>
      ) : (
        <Shown of={loaded}>
          {(versions) =>
            versions.length === 0 ? (
              <Empty>{tv('noVersions')}</Empty>
            ) : (
              <ol class="history" reversed>
                {versions.map((version) => (
                  <li key={version.vote.revision}>
                    <OneVersion version={version} questions={ballot.questions} />
                  </li>
                ))}
              </ol>
            )
          }
        </Shown>
      )}
    </Section>
  );
}

function OneVersion({ version: { vote, before, sequence }, questions }: { version: Version; questions: Question[] }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const keep = async (of: bigint) => {
    setBusy(true);
    setProblem(null);
    try {
      download(receiptName(vote.name, of), receiptFile(await provenReceipt(of)), 'application/json');
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy(false);
  };
  return (
    <>
      <strong>{tv('version', { n: vote.revision, answer: answerWord(vote.answer) })}</strong>{' '}
      <span class="quiet">
        <When time={vote.castTime} /> · <code>{idOf(vote.caster)}</code>
        {vote.onBehalf && ` · ${tv('onBehalf')}`}
        {vote.moment > 0 && ` · ${momentWord(vote.moment)}`}
      </span>
      {before ? <Differences vote={vote} before={before} /> : <VoteFacts vote={vote} questions={questions} />}
      {sequence !== null && (
        <p>
          <button type="button" aria-busy={busy} onClick={() => void keep(sequence)}>
            {tv('receiptOf', { n: vote.revision })}
          </button>
        </p>
      )}
      {problem && <Failure problem={problem} />}
    </>
  );
}

const expertsOf = (vote: Vote) =>
  vote.experts.map(({ displayName, organization, email }) => [displayName, organization, email].filter(Boolean).join(', ')).join('; ');

// Questions are told by their text, where the ballot is at hand.
export function VoteFacts({ vote, questions = [] }: { vote: Vote; questions?: Question[] }) {
  const textOf = (id: string) => questions.find((question) => question.id === id)?.text ?? id;
  const rows: [string, string][] = [
    [tv('text'), vote.text],
    ...vote.answers.map(({ question, choice, text }): [string, string] => [
      textOf(question),
      [choiceWord(choice), text].filter(Boolean).join(': '),
    ]),
    [tv('experts'), expertsOf(vote)],
    [tv('behalfReason'), vote.behalfReason],
  ];
  const filled = rows.filter(([, text]) => text);
  if (filled.length === 0) return null;
  return (
    <dl>
      {filled.map(([name, text]) => (
        <>
          <dt>{name}</dt>
          <dd class="text">{text}</dd>
        </>
      ))}
    </dl>
  );
}

export function Differences({ vote, before }: { vote: Vote; before: Vote }) {
  const answers = (of: Vote) =>
    of.answers.map(({ question, choice, text }) => `${question}: ${[choiceWord(choice), text].filter(Boolean).join(': ')}`).join('\n');
  const pairs: [string, string, string][] = [
    [tv('answer'), answerWord(before.answer), answerWord(vote.answer)],
    [tv('text'), before.text, vote.text],
    [tv('answers'), answers(before), answers(vote)],
    [tv('experts'), expertsOf(before), expertsOf(vote)],
  ];
  const changed = pairs.filter(([, was, is]) => was !== is);
  if (changed.length === 0) return <p class="quiet">{tv('sameAs')}</p>;
  return (
    <dl>
      {changed.map(([name, was, is]) => (
        <>
          <dt>{name}</dt>
          <dd>
            <Diff before={was} after={is} />
          </dd>
        </>
      ))}
    </dl>
  );
}
