// What is voted on, under which rules, until when, by whom.
import { Answer, BallotState, Visibility, type Ballot, type Document, type Question } from '../../../gen/placet/ballots/v1/ballots_pb';
import { Early, type Rule } from '../../../gen/placet/ballots/v1/rules_pb';
import { ballots } from '../../api/clients';
import { useLoad } from '../../api/load';
import { idOf } from '../../route';
import { t } from '../../texts/ballots';
import { t as to } from '../../texts/officer';
import { choiceWord, t as tv } from '../../texts/vote';
import { answerWord, surenessWord } from '../../texts/words';
import { Empty, Section, Shown } from '../../view/parts';
import { When, day } from '../../view/time';
import type { PartProps } from './ballot';
import { Roll } from './roll';
import { useRule } from './rule';

export function Overview({ ballot, route }: PartProps) {
  const rule = useRule(ballot);
  return (
    <>
      <div class="columns">
        <Section title={t('facts')}>
          <Facts ballot={ballot} />
          <Shown of={rule}>
            {({ rule: row, edition }) => row && <RuleFacts rule={row} title={edition?.title ?? ''} ballot={ballot} />}
          </Shown>
        </Section>
        <div>
          <Section title={t('documents')}>
            <Documents documents={ballot.documents} />
          </Section>
          {ballot.questions.length > 0 && (
            <Section title={t('questions')}>
              <Questions questions={ballot.questions} />
            </Section>
          )}
        </div>
      </div>
      <Section title={t('roll')}>
        {ballot.state === BallotState.DRAFT ? <Empty>{t('rollFrozen')}</Empty> : <Roll ballot={ballot} asked={route.query.get('roll')} />}
      </Section>
    </>
  );
}

function Facts({ ballot }: { ballot: Ballot }) {
  return (
    <dl class="facts">
      {ballot.project && (
        <>
          <dt>{t('project')}</dt>
          <dd>
            <ProjectStage name={ballot.project} state={ballot.state} />
          </dd>
        </>
      )}
      {ballot.draft > 1 && (
        <>
          <dt>{t('draft')}</dt>
          <dd>{ballot.draft}</dd>
        </>
      )}
      {ballot.group && (
        <>
          <dt>{t('group')}</dt>
          <dd>{idOf(ballot.group)}</dd>
        </>
      )}
      <dt>{t('period')}</dt>
      <dd>
        {ballot.openTime ? <When time={ballot.openTime} /> : t('notOpened')}
        {ballot.endDate && <> – {day(ballot.endDate)}</>}
      </dd>
      {ballot.openingRefused && (
        <>
          <dt>{t('openingRefused')}</dt>
          <dd lang="en">{ballot.openingRefused}</dd>
        </>
      )}
      {ballot.periodReason && (
        <>
          <dt>{t('reason')}</dt>
          <dd class="text">{ballot.periodReason}</dd>
        </>
      )}
      {ballot.reason && (
        <>
          <dt>{t('reason')}</dt>
          <dd class="text">{ballot.reason}</dd>
        </>
      )}
      {ballot.note && (
        <>
          <dt>{t('note')}</dt>
          <dd class="text">{ballot.note}</dd>
        </>
      )}
      {ballot.changeUntil && (
        <>
          <dt>{t('changeUntil')}</dt>
          <dd>{day(ballot.changeUntil)}</dd>
        </>
      )}
      {ballot.parallelEdition && (
        <>
          <dt>{t('parallel')}</dt>
          <dd>{ballot.parallelEdition}</dd>
        </>
      )}
      <dt>{t('creator')}</dt>
      <dd>
        <code>{idOf(ballot.creator)}</code>
      </dd>
      {ballot.opener && (
        <>
          <dt>{t('opener')}</dt>
          <dd>
            <code>{idOf(ballot.opener)}</code>
          </dd>
        </>
      )}
      <dt>{t('visibility')}</dt>
      <dd>{t(ballot.visibility === Visibility.ANONYMOUS ? 'anonymousLong' : 'positions')}</dd>
    </dl>
  );
}

// The stage moves with the ballot.
function ProjectStage({ name, state }: { name: string; state: BallotState }) {
  const { value } = useLoad((signal) => ballots.getProject({ name }, { signal }), [name, state]);
  if (!value) return <>{idOf(name)}</>;
  return (
    <>
      {value.reference} · {t('stage', { stage: value.stage })} <span lang="en">{value.stageName}</span>
    </>
  );
}

// An anonymous ballot shows nobody anything early, whatever its row says.
const earlyOf = (rule: Rule, ballot: Ballot): Early => (ballot.visibility === Visibility.ANONYMOUS ? Early.NOBODY : rule.seenEarly);

function RuleFacts({ rule, title, ballot }: { rule: Rule; title: string; ballot: Ballot }) {
  const early = earlyOf(rule, ballot);
  return (
    <dl class="facts">
      <dt>{t('edition')}</dt>
      <dd>
        <strong>{rule.edition}</strong>
        {title && <span lang="en"> · {title}</span>}
        <div lang="en">{rule.clause}</div>
        {!ballot.rulesEdition && <div class="quiet">{t('editionNotYet')}</div>}
        {rule.pMembersMust && <div>{t('mustVote')}</div>}
      </dd>
      {rule.criteria.length > 0 && (
        <>
          <dt>{t('need')}</dt>
          <dd>
            <ul class="plain-list">
              {rule.criteria.map((criterion) => (
                <li key={criterion.id}>
                  <span lang="en">{criterion.text}</span>
                  <div class="quiet">
                    <span lang="en">{criterion.clause}</span> · <code>{criterion.formula}</code> · {surenessWord(criterion.sureness)}
                  </div>
                </li>
              ))}
            </ul>
            {rule.advice && <p>{t('advice')}</p>}
          </dd>
        </>
      )}
      {early > 0 && ballot.state !== BallotState.CLOSED && (
        <>
          <dt>{t('early')}</dt>
          <dd>{t(`early${early}` as 'early1')}</dd>
        </>
      )}
      {rule.unsure && (
        <>
          <dt>{surenessWord(3)}</dt>
          <dd lang="en">{rule.unsure}</dd>
        </>
      )}
    </dl>
  );
}

// Only addresses of the web are links: what somebody typed in must not become a script.
const isWeb = (address: string) => /^https?:\/\//i.test(address);

export function Documents({ documents }: { documents: Document[] }) {
  if (documents.length === 0) return <Empty>{t('noDocuments')}</Empty>;
  return (
    <ul class="plain-list">
      {documents.map((one) => (
        <li key={`${one.number} ${one.title}`}>
          {one.number && <strong>{one.number} </strong>}
          {isWeb(one.address) ? (
            <a href={one.address} rel="noreferrer noopener" target="_blank">
              {one.title}
            </a>
          ) : (
            <>
              {one.title} {one.address && <code>{one.address}</code>}
            </>
          )}
          {one.sha256 && (
            <div class="quiet">
              {t('checksum')} <code>{one.sha256}</code>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

// "abstain", as conditions name a vote.
const voteWord = (choice: string): string => answerWord(Answer[choice.toUpperCase() as 'ABSTAIN'] ?? 0) || choice;

function Questions({ questions }: { questions: Question[] }) {
  const textOf = (id: string) => questions.find((question) => question.id === id)?.text ?? id;
  return (
    <ol>
      {questions.map((question) => {
        const [on = '', choices = ''] = question.onlyIf.split('=');
        return (
          <li key={question.id} class="question">
            <p lang="en">{question.text}</p>
            <p class="quiet">{t('choices', { choices: question.choices.map(choiceWord).join(', ') || t('freeText') })}</p>
            {on && (
              <p class="quiet">
                {t('putOnly', {
                  question: `${on === 'answer' ? tv('answer') : textOf(on)} = ${choices
                    .split('|')
                    .map(on === 'answer' ? voteWord : choiceWord)
                    .join(', ')}`,
                })}
              </p>
            )}
            {question.criterion && (
              <p class="quiet">
                {t('decidedBy', {
                  criterion: to(question.criterion as 'majority-p'),
                  yes: question.yesChoices.map(choiceWord).join(', '),
                  no: question.noChoices.map(choiceWord).join(', '),
                })}
              </p>
            )}
          </li>
        );
      })}
    </ol>
  );
}
