// Who opposes and for which comments, what would turn the ballot, and what the chair found.
import { useState } from 'preact/hooks';
import type { Ballot } from '../../../gen/placet/ballots/v1/ballots_pb';
import { FindingBasis, type Finding } from '../../../gen/placet/comments/v1/changes_pb';
import { CommentState } from '../../../gen/placet/comments/v1/comments_pb';
import { ConsensusService, type BallotConsensus, type OpposingComment, type Opposition } from '../../../gen/placet/comments/v1/consensus_service_pb';
import { requestId } from '../../api/clients';
import { useLoad } from '../../api/load';
import { useMayI, wish } from '../../api/may';
import { problemOf, type Problem } from '../../api/problem';
import { hrefOf, idOf, setQuery } from '../../route';
import { t } from '../../texts/comments';
import { t as common } from '../../texts/common';
import { Badge, Button, Choice, Empty, Failure, Field, Section, Shown, Table } from '../../view/parts';
import { When } from '../../view/time';
import { consensus } from './clients';
import { useBodies, usePeople, whoIs } from './people';
import { basisText, bodyCode, dispositionText, stateText, verdictText } from './words';

export function ConsensusTab({ ballot, query, turn, withoutDisposition }: {
  ballot: Ballot;
  query: URLSearchParams;
  turn: number;
  withoutDisposition: number;
}) {
  const whole = query.get('of') === 'project' && !!ballot.project;
  const name = whole ? ballot.project : ballot.name;
  const standing = useLoad((signal) => consensus.getConsensus({ name }, { signal }), [name, turn]);
  const findings = useLoad((signal) => consensus.listFindings({ parent: ballot.name }, { signal }), [ballot.name, turn]);
  return (
    <>
      {ballot.project && (
        <p class="row no-print">
          <Button onClick={() => setQuery({ of: whole ? '' : 'project' })}>{whole ? t('thisBallot') : t('wholeProject')}</Button>
        </p>
      )}
      <Shown of={standing}>{({ ballots }) => <>{ballots.map((one) => <Standing key={one.ballot} of={one} titled={whole} />)}</>}</Shown>
      <Section title={t('findings')}>
        <Shown of={findings}>{({ findings }) => <Findings findings={findings} />}</Shown>
        <FindingForm ballot={ballot} withoutDisposition={withoutDisposition} onDone={() => { findings.again(); standing.again(); }} />
      </Section>
    </>
  );
}

// Links to comments, many of them behind one summary.
const FEW = 8;
function Labels({ ballot, comments }: { ballot: string; comments: { comment: string; label: string; text?: string }[] }) {
  if (comments.length === 0) return <span class="quiet">{t('nothingNamed')}</span>;
  const links = (
    <ul class="plain-list">
      {comments.map(({ comment, label, text }) => (
        <li key={comment}><a href={hrefOf(['comments', idOf(ballot)], { comment: idOf(comment) })}>{label || idOf(comment)}</a>{text && <span class="quiet"> {text}</span>}</li>
      ))}
    </ul>
  );
  return comments.length <= FEW ? links : <details><summary>{t('showN', { n: comments.length })}</summary>{links}</details>;
}

const saidOf = ({ clause, disposition, state }: OpposingComment): string =>
  [clause, state === CommentState.OPEN ? '' : dispositionText(disposition), stateText(state)].filter(Boolean).join(', ');

function Settled({ comments, unresolved }: { comments: number; unresolved: number }) {
  if (comments === 0) return <Badge tone="warn">{t('textAlone')}</Badge>;
  return <Badge tone={unresolved ? 'bad' : 'good'}>{unresolved ? t('sustained', { n: unresolved }) : t('settled')}</Badge>;
}

function Standing({ of, titled }: { of: BallotConsensus; titled: boolean }) {
  const bodies = useBodies();
  const who = (member: string) => <><strong>{bodyCode(member)}</strong> <span class="quiet">{bodies.get(member)?.acronym}</span></>;
  const labels = new Map(of.oppositions.flatMap(({ comments }) => comments.map(({ comment, label }) => [comment, label] as const)));
  return (
    <>
      {titled && <h2><a href={hrefOf(['comments', idOf(of.ballot)], { tab: 'consensus' })}>{t('consensusOf', { what: idOf(of.ballot) })}</a></h2>}
      <p>{t('verdict')}: <Badge tone={of.verdict === 'VERDICT_APPROVED' ? 'good' : of.verdict === 'VERDICT_NOT_APPROVED' ? 'bad' : 'plain'}>{verdictText(of.verdict)}</Badge></p>
      <Section title={t('oppositions')}>
        {of.note && <p class="quiet" lang="en">{of.note}</p>}
        {of.oppositions.length === 0 ? <Empty>{t('oppositionsNone')}</Empty> : (
          <Table<Opposition>
            caption={t('tableOf', { what: t('oppositions') })} rows={of.oppositions} keyOf={({ member }) => member}
            columns={[
              { title: t('body'), cell: ({ member }) => who(member) },
              { title: t('state'), cell: ({ comments, unresolved }) => <Settled comments={comments.length} unresolved={unresolved} /> },
              {
                title: t('itsComments'),
                cell: ({ comments, named }) => (
                  <>
                    <Labels ballot={of.ballot} comments={comments.map((one) => ({ ...one, text: saidOf(one) }))} />
                    {comments.length > 0 && <span class="line quiet">{named ? t('namedBy') : t('notNamed')}</span>}
                  </>
                ),
              },
              { title: t('textOfVote'), cell: ({ text }) => <span class="said vote-text">{text}</span> },
            ]}
          />
        )}
      </Section>
      <Section title={t('path')}>
        {of.path.length === 0 ? <Empty>{t('pathNone')}</Empty> : (
          <>
            <p class="quiet">{t('pathHint')}</p>
            <Table
              caption={t('tableOf', { what: t('path') })} rows={of.path.map((step, at) => ({ step, at: at + 1 }))} keyOf={({ step }) => step.member}
              columns={[
                { title: t('step'), number: true, cell: ({ at }) => at },
                { title: t('turn'), cell: ({ step }) => who(step.member) },
                { title: t('byResolving'), cell: ({ step }) => <Labels ballot={of.ballot} comments={step.comments.map((comment) => ({ comment, label: labels.get(comment) ?? '' }))} /> },
                { title: t('then'), cell: ({ step }) => <Badge tone={step.approved ? 'good' : 'plain'}>{verdictText(step.verdict)}</Badge> },
              ]}
            />
          </>
        )}
      </Section>
    </>
  );
}

function Findings({ findings }: { findings: Finding[] }) {
  const people = usePeople();
  if (findings.length === 0) return <Empty>{t('findingsNone')}</Empty>;
  return (
    <ol class="entries">
      {[...findings].reverse().map((finding) => (
        <li key={finding.name}>
          <p>
            <Badge tone={finding.consensus ? 'good' : 'bad'}>{finding.consensus ? t('consensusFound') : t('consensusNotFound')}</Badge>{' '}
            {basisText(finding.basis)} <span class="quiet">{whoIs(people, finding.person)}, <When time={finding.findingTime} /></span>
          </p>
          <p class="said">{finding.reasons}</p>
          <p class="quiet">
            {[
              finding.basis === FindingBasis.TWO_THIRDS && t('ofVoting', { n: finding.inFavour, all: finding.voting }),
              finding.withoutDisposition > 0 && t('withoutAtFinding', { n: finding.withoutDisposition }),
            ].filter(Boolean).join(' · ')}{' '}
            <span lang="en">{finding.clause}</span>
          </p>
        </li>
      ))}
    </ol>
  );
}

function FindingForm({ ballot, withoutDisposition, onDone }: { ballot: Ballot; withoutDisposition: number; onDone: () => void }) {
  const [basis, setBasis] = useState<string>(String(FindingBasis.CHAIR));
  const [found, setFound] = useState<'yes' | 'no'>('yes');
  const [reasons, setReasons] = useState('');
  const [despite, setDespite] = useState(false);
  const [id, setId] = useState(requestId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const request = (said: string) => ({
    parent: ballot.name,
    finding: { basis: Number(basis) as FindingBasis, consensus: found === 'yes', reasons: said },
    despiteOpenComments: despite,
  });
  // With some reason, so that only what else is missing makes it grey.
  const [may] = useMayI('comments', [wish(ConsensusService.method.recordFinding, request('-'))], [ballot.name, basis, found, despite, withoutDisposition]);
  const record = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await consensus.recordFinding({ ...request(reasons), requestId: id });
      setReasons('');
      setId(requestId());
      onDone();
    } catch (error) {
      const refused = problemOf(error);
      if (refused.code !== 'unavailable') setId(requestId());
      setProblem(refused);
    }
    setBusy(false);
  };
  return (
    <form class="comment-form" name="finding" onSubmit={(event) => event.preventDefault()}>
      <h3>{t('recordFinding')}</h3>
      <div class="row">
        <Choice label={t('finding')} value={found} onChange={setFound} options={[['yes', t('consensusFound')], ['no', t('consensusNotFound')]]} />
        <Choice
          label={t('basis')} value={basis} onChange={setBasis}
          options={[FindingBasis.CHAIR, FindingBasis.TWO_THIRDS].map((one) => [String(one), basisText(one)] as const)}
        />
      </div>
      <Field label={`${t('reasons')} (${common('required')})`}>
        {(props) => <textarea {...props} name="reasons" rows={3} value={reasons} onInput={(event) => setReasons(event.currentTarget.value)} />}
      </Field>
      {withoutDisposition > 0 && found === 'yes' && (
        <p><label><input type="checkbox" name="despite" checked={despite} onChange={(event) => setDespite(event.currentTarget.checked)} /> {t('despite', { n: withoutDisposition })}</label></p>
      )}
      {problem && <Failure problem={problem} />}
      <Button kind="main" may={may} busy={busy} why={may?.allowed && !reasons.trim() ? t('reasonsNeeded') : ''} onClick={() => void record()}>{t('record')}</Button>
    </form>
  );
}
