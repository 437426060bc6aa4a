// Who opposes and for which comments, what would turn the ballot, and what the chair found.
import type { Ballot } from '../../../gen/placet/ballots/v1/ballots_pb';
import { CommentState } from '../../../gen/placet/comments/v1/comments_pb';
import { type BallotConsensus, type OpposingComment, type Opposition } from '../../../gen/placet/comments/v1/consensus_service_pb';
import { useLoad } from '../../api/load';
import { hrefOf, idOf, setQuery } from '../../route';
import { t } from '../../texts/comments';
import { Badge, Button, Empty, Section, Shown, Table } from '../../view/parts';
import { consensus } from './clients';
import { FindingForm, Findings } from './findings';
import { useBodies } from './people';
import { bodyCode, dispositionText, stateText, verdictText } from './words';

export function ConsensusTab({
  ballot,
  query,
  turn,
  withoutDisposition,
}: {
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
      <Shown of={standing}>
        {({ ballots }) => (
          <>
            {ballots.map((one) => (
              <Standing key={one.ballot} of={one} titled={whole} />
            ))}
          </>
        )}
      </Shown>
      <Section title={t('findings')}>
        <Shown of={findings}>{({ findings }) => <Findings findings={findings} />}</Shown>
        <FindingForm
          ballot={ballot}
          withoutDisposition={withoutDisposition}
          onDone={() => {
            findings.again();
            standing.again();
          }}
        />
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
        <li key={comment}>
          <a href={hrefOf(['comments', idOf(ballot)], { comment: idOf(comment) })}>{label || idOf(comment)}</a>
          {text && <span class="quiet"> {text}</span>}
        </li>
      ))}
    </ul>
  );
  return comments.length <= FEW ? (
    links
  ) : (
    <details>
      <summary>{t('showN', { n: comments.length })}</summary>
      {links}
    </details>
  );
}

const saidOf = ({ clause, disposition, state }: OpposingComment): string =>
  [clause, state === CommentState.OPEN ? '' : dispositionText(disposition), stateText(state)].filter(Boolean).join(', ');

function Settled({ comments, unresolved }: { comments: number; unresolved: number }) {
  if (comments === 0) return <Badge tone="warn">{t('textAlone')}</Badge>;
  return <Badge tone={unresolved ? 'bad' : 'good'}>{unresolved ? t('sustained', { n: unresolved }) : t('settled')}</Badge>;
}

function Standing({ of, titled }: { of: BallotConsensus; titled: boolean }) {
  const bodies = useBodies();
  const who = (member: string) => (
    <>
      <strong>{bodyCode(member)}</strong> <span class="quiet">{bodies.get(member)?.acronym}</span>
    </>
  );
  const labels = new Map(of.oppositions.flatMap(({ comments }) => comments.map(({ comment, label }) => [comment, label] as const)));
  return (
    <>
      {titled && (
        <h2>
          <a href={hrefOf(['comments', idOf(of.ballot)], { tab: 'consensus' })}>{t('consensusOf', { what: idOf(of.ballot) })}</a>
        </h2>
      )}
      <p>
        {t('verdict')}{' '}
        <Badge tone={of.verdict === 'VERDICT_APPROVED' ? 'good' : of.verdict === 'VERDICT_NOT_APPROVED' ? 'bad' : 'plain'}>
          {verdictText(of.verdict)}
        </Badge>
      </p>
      <Section title={t('oppositions')}>
        {of.note && (
          <p class="quiet" lang="en">
            {of.note}
          </p>
        )}
        {of.oppositions.length === 0 ? (
          <Empty>{t('oppositionsNone')}</Empty>
        ) : (
          <Table<Opposition>
            caption={t('tableOf', { what: t('oppositions') })}
            rows={of.oppositions}
            keyOf={({ member }) => member}
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
        {of.path.length === 0 ? (
          <Empty>{t('pathNone')}</Empty>
        ) : (
          <>
            <p class="quiet">{t('pathHint')}</p>
            <Table
              caption={t('tableOf', { what: t('path') })}
              rows={of.path.map((step, at) => ({ step, at: at + 1 }))}
              keyOf={({ step }) => step.member}
              columns={[
                { title: t('step'), number: true, cell: ({ at }) => at },
                { title: t('turn'), cell: ({ step }) => who(step.member) },
                {
                  title: t('byResolving'),
                  cell: ({ step }) => (
                    <Labels ballot={of.ballot} comments={step.comments.map((comment) => ({ comment, label: labels.get(comment) ?? '' }))} />
                  ),
                },
                {
                  title: t('then'),
                  cell: ({ step }) => <Badge tone={step.approved ? 'good' : 'plain'}>{verdictText(step.verdict)}</Badge>,
                },
              ]}
            />
          </>
        )}
      </Section>
    </>
  );
}
