// The decision there is: what it says and rests on, what is due, who objects, the form to file, and
// the decisions before it.
import { useState } from 'preact/hooks';
import type { RollEntry } from '../../../../gen/placet/ballots/v1/ballots_pb';
import { DecisionState, type Decision } from '../../../../gen/placet/ballots/v1/decisions_pb';
import { DecisionFormat, DecisionService, type DecisionForm } from '../../../../gen/placet/ballots/v1/decision_service_pb';
import { Role } from '../../../../gen/placet/members/v1/members_pb';
import { MemberStatus } from '../../../../gen/placet/ballots/v1/tallies_pb';
import { decisions } from '../../../api/clients';
import { ofCommittee, useGrants } from '../../../api/grants';
import { useLoad } from '../../../api/load';
import { useMayI, wish } from '../../../api/may';
import { problemOf, type Problem } from '../../../api/problem';
import { idOf } from '../../../route';
import { t } from '../../../texts/decision';
import { t as words } from '../../../texts/tally';
import { number } from '../../../texts/speak';
import { surenessWord } from '../../../texts/words';
import { Badge, Button, download, Empty, Failure, Section, Shown, Table } from '../../../view/parts';
import { day, When } from '../../../view/time';
import { DueTable } from './dues';
import { Member } from './names';
import { ObjectTo } from './object_to';

export function Decided({ form, roll, onChanged }: { form: DecisionForm; roll: RollEntry[]; onChanged: () => void }) {
  const decision = form.decision;
  return (
    <>
      <Section title={t('decided')}>
        {decision ? <Facts decision={decision} /> : <Empty>{t('nothingYet')}</Empty>}
        {decision && <Forms decision={decision} />}
      </Section>
      {decision && decision.dues.length > 0 && (
        <Section title={t('dues')}>
          <DueTable dues={decision.dues} caption={words('tableOf', { what: t('dues') })} />
        </Section>
      )}
      {decision && <Objections decision={decision} roll={roll} onChanged={onChanged} />}
      {decision?.supersedes && <Earlier decision={decision} />}
    </>
  );
}

function StateBadge({ state }: { state: DecisionState }) {
  if (state === DecisionState.OBJECTED) return <Badge tone="warn">{t('OBJECTED')}</Badge>;
  return state === DecisionState.SUPERSEDED ? <Badge>{t('SUPERSEDED')}</Badge> : <Badge tone="good">{t('STANDS')}</Badge>;
}

function Facts({ decision }: { decision: Decision }) {
  return (
    <>
      <p class="decision-text">
        <strong lang="en">{decision.text}</strong> <StateBadge state={decision.state} />
      </p>
      {decision.resultSuperseded && (
        <p class="sentence">
          <Badge tone="warn">{t('superseded')}</Badge>
        </p>
      )}
      <dl>
        <dt>{t('decider')}</dt>
        <dd>
          {idOf(decision.decider)}{' '}
          {decision.overridden ? (
            <Badge tone="warn">{t('outside')}</Badge>
          ) : (
            decision.proposed && <Badge tone="good">{t('asProposed')}</Badge>
          )}
        </dd>
        <dt>{t('when')}</dt>
        <dd>
          <When time={decision.decideTime} />
        </dd>
        {decision.reason && (
          <>
            <dt>{t('reason')}</dt>
            <dd class="text">{decision.reason}</dd>
          </>
        )}
        {decision.affirmed && (
          <>
            <dt>{t('affirmed')}</dt>
            <dd lang="en">{decision.affirmed}</dd>
          </>
        )}
        {decision.cause && (
          <>
            <dt>{t('causeOf')}</dt>
            <dd class="text">{decision.cause}</dd>
          </>
        )}
        {decision.stage && (
          <>
            <dt>{t('moved')}</dt>
            <dd>{t('fromTo', { from: decision.stageBefore, to: decision.stage })}</dd>
          </>
        )}
        {decision.nextStage && (
          <>
            <dt>{t('nextStage')}</dt>
            <dd>{decision.nextStage}</dd>
          </>
        )}
        {decision.newProjectStage && (
          <>
            <dt>{t('newProject')}</dt>
            <dd>{decision.newProjectStage}</dd>
          </>
        )}
        {decision.clause && (
          <>
            <dt>{t('clause')}</dt>
            <dd lang="en">{decision.clause}</dd>
          </>
        )}
        {decision.clause && (
          <>
            <dt>{t('sureness')}</dt>
            <dd>
              {surenessWord(decision.sureness)}
              {decision.source && (
                <>
                  {words('colon')}
                  <span lang="en">{decision.source}</span>
                </>
              )}
            </dd>
          </>
        )}
        <dt>{t('restsOn')}</dt>
        <dd>{t('resultEvent', { n: number(decision.resultEvent) })}</dd>
      </dl>
    </>
  );
}

const FORMATS = [
  ['docx', DecisionFormat.DOCX],
  ['text', DecisionFormat.TEXT],
  ['json', DecisionFormat.JSON],
] as const;

function Forms({ decision }: { decision: Decision }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const take = (format: DecisionFormat) => {
    setProblem(null);
    decisions.renderDecision({ name: decision.name, format }).then(
      ({ fileName, content, mediaType }) => download(fileName, content as BlobPart, mediaType),
      (error) => setProblem(problemOf(error)),
    );
  };
  return (
    <div class="no-print">
      <h3>{t('formFile')}</h3>
      <div class="row">
        {FORMATS.map(([text, format]) => (
          <Button key={text} onClick={() => take(format)}>
            {t(text)}
          </Button>
        ))}
      </div>
      {problem && <Failure problem={problem} />}
    </div>
  );
}

function Objections({ decision, roll, onChanged }: { decision: Decision; roll: RollEntry[]; onChanged: () => void }) {
  const grants = useGrants();
  const [open, setOpen] = useState(false);
  const [sent, setSent] = useState(false);
  const sentOne = () => {
    setSent(true);
    onChanged();
  };
  const voters = grants ? ofCommittee(grants, decision.committee, [Role.VOTER]) : [];
  const every = voters.some(({ member }) => !member);
  const pMembers = roll.filter(({ status }) => status === MemberStatus.P).map(({ name }) => `members/${idOf(name)}`);
  const mine = every ? pMembers : voters.map(({ member }) => member);
  // Who has no body is asked for any, to be told why not.
  const candidates = mine.length > 0 ? mine : pMembers.slice(0, 1);
  const asked = candidates.find((member) => !decision.objections.some((objection) => objection.member === member)) ?? candidates[0];
  const rule = decision.objectionRule;
  const [may] = useMayI(
    'ballots',
    asked && rule ? [wish(DecisionService.method.objectToDecision, { decision: decision.name, member: asked, reason: '-' })] : [],
    [decision, asked],
  );
  if (!rule && decision.objections.length === 0) return null;
  return (
    <Section title={t('objections')}>
      {rule && (
        <p>
          {t('objectionRule', { n: rule.members, until: day(rule.until) })}{' '}
          <span class="quiet" lang="en">
            {rule.clause}
          </span>
        </p>
      )}
      {decision.objections.length === 0 ? (
        <p class="quiet">{t('noObjections')}</p>
      ) : (
        <Table
          caption={words('tableOf', { what: t('objections') })}
          columns={[
            { title: t('member'), cell: (objection) => <Member member={objection.member} /> },
            { title: t('reason'), cell: (objection) => <span class="text">{objection.reason}</span> },
            { title: t('person'), cell: (objection) => idOf(objection.person) },
            { title: t('when'), cell: (objection) => <When time={objection.objectTime} /> },
          ]}
          rows={decision.objections}
          keyOf={(objection) => objection.member}
        />
      )}
      {rule && (
        <Button onClick={() => setOpen(true)} may={may}>
          {t('object')}
        </Button>
      )}
      <p role="status">{sent && <Badge tone="good">{t('objected')}</Badge>}</p>
      {open && <ObjectTo decision={decision} members={candidates} onSent={sentOne} onClose={() => setOpen(false)} />}
    </Section>
  );
}

// Each names the one whose place it took.
function Earlier({ decision }: { decision: Decision }) {
  const earlier = useLoad(
    async (signal) => {
      const list: Decision[] = [];
      for (let name = decision.supersedes; name; name = list.at(-1)!.supersedes)
        list.push(await decisions.getDecision({ name }, { signal }));
      return list;
    },
    [decision.name],
  );
  return (
    <Section title={t('earlier')}>
      <Shown of={earlier}>
        {(list) =>
          list.map((one) => (
            <article key={one.name} class="earlier">
              <h3>{t('number', { n: idOf(one.name) })}</h3>
              <Facts decision={one} />
            </article>
          ))
        }
      </Shown>
    </Section>
  );
}
