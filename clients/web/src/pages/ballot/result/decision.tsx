// What is decided after the result: what the rules permit, what was decided, what comes next. Who
// may decide, and what stands in the way, the service says beforehand (MayI).
import { useState } from 'preact/hooks';
import type { Ballot, RollEntry } from '../../../../gen/placet/ballots/v1/ballots_pb';
import {
  DecisionService,
  NeedStanding,
  type DecisionForm,
  type DecisionOption,
} from '../../../../gen/placet/ballots/v1/decision_service_pb';
import type { Answer } from '../../../../gen/placet/access/v1/access_service_pb';
import { decisions } from '../../../api/clients';
import { useLoad } from '../../../api/load';
import { useMayI, wish } from '../../../api/may';
import { t } from '../../../texts/decision';
import { t as words } from '../../../texts/tally';
import { surenessWord } from '../../../texts/words';
import { Badge, Button, Empty, Section, Shown } from '../../../view/parts';
import { day } from '../../../view/time';
import { Decided } from './decided';
import { DueTable } from './dues';
import { ComesNext } from './next';
import { TakeDecision } from './take_decision';
import { VerdictBanner } from './tally';

export function Decision({ ballot, roll }: { ballot: Ballot; roll: RollEntry[] }) {
  const [oneSided, setOneSided] = useState(false);
  const form = useLoad((signal) => decisions.getDecisionForm({ ballot: ballot.name, oneSided }, { signal }), [ballot.name, oneSided]);
  return (
    <Shown of={form}>
      {(value) => (
        <>
          {value.tally && <VerdictBanner tally={value.tally} />}
          <Decided form={value} roll={roll} onChanged={form.again} />
          <Options form={value} oneSided={oneSided} onOneSided={setOneSided} onChanged={form.again} />
          <ComesNext form={value} />
        </>
      )}
    </Shown>
  );
}

// What MayI is asked with: as if all was said that the option needs.
function wishes(form: DecisionForm, oneSided: boolean) {
  const all = {
    ballot: form.ballot!.name,
    reason: '-',
    affirmNeed: true,
    oneSided,
    cause: form.decision ? '-' : '',
    resultEvent: form.resultEvent,
    etag: form.etag,
  };
  return [
    ...form.options.map(({ id }) => wish(DecisionService.method.decideBallot, { ...all, option: id })),
    wish(DecisionService.method.decideBallot, { ...all, overrideStage: form.project?.stage ?? '' }),
  ];
}

function Options({
  form,
  oneSided,
  onOneSided,
  onChanged,
}: {
  form: DecisionForm;
  oneSided: boolean;
  onOneSided: (oneSided: boolean) => void;
  onChanged: () => void;
}) {
  const may = useMayI('ballots', wishes(form, oneSided), [form]);
  const [chosen, setChosen] = useState<DecisionOption | 'override' | null>(null);
  const [taken, setTaken] = useState('');
  return (
    <Section title={t('permitted')}>
      <p class="quiet">{t('permittedHint')}</p>
      <p class="sentence" role="status">
        {taken && <Badge tone="good">{t('taken', { text: taken })}</Badge>}
      </p>
      {form.options.length === 0 && <Empty>{t('noOptions')}</Empty>}
      <ul class="options">
        {form.options.map((option, index) => (
          <Option key={option.id} option={option} may={may[index]} onChoose={() => setChosen(option)} />
        ))}
      </ul>
      <p>
        <label class="check">
          <input type="checkbox" checked={oneSided} onChange={(event) => onOneSided(event.currentTarget.checked)} /> {t('oneSided')}
        </label>
        <span class="hint">{t('oneSidedHint')}</span>
      </p>
      {form.project && (
        <div class="override">
          <Button onClick={() => setChosen('override')} may={may[form.options.length]}>
            {t('override')}
          </Button>
          <p class="hint">{t('overrideHint')}</p>
        </div>
      )}
      {chosen && (
        <TakeDecision
          form={form}
          option={chosen === 'override' ? null : chosen}
          oneSided={oneSided}
          onTaken={setTaken}
          onChanged={onChanged}
          onClose={() => setChosen(null)}
        />
      )}
    </Section>
  );
}

const NEEDS = {
  [NeedStanding.UNSPECIFIED]: null,
  [NeedStanding.TO_AFFIRM]: 'needAffirm',
  [NeedStanding.HOLDS]: 'needHolds',
  [NeedStanding.DOES_NOT_HOLD]: 'needFails',
} as const;

// '40.99 Full report circulated, from there to 50.00 ...'
export function Stages({ option }: { option: DecisionOption }) {
  if (!option.stage) return <>{t('stays')}</>;
  return (
    <>
      {t('movesTo')}{' '}
      <span lang="en">
        <strong>{option.stage}</strong> {option.stageName}
      </span>
      {option.nextStage && (
        <>
          , {t('then')}{' '}
          <span lang="en">
            <strong>{option.nextStage}</strong> {option.nextStageName}
          </span>
        </>
      )}
    </>
  );
}

function Option({ option, may, onChoose }: { option: DecisionOption; may: Answer | undefined; onChoose: () => void }) {
  const need = NEEDS[option.needStanding];
  return (
    <li class="option" data-option={option.id}>
      <h3>
        <span lang="en">{option.text}</span> {option.proposed && <Badge tone="good">{t('proposed')}</Badge>}
        {option.needStanding === NeedStanding.DOES_NOT_HOLD && <Badge tone="bad">{t('closedOption')}</Badge>}
      </h3>
      <p>
        <Stages option={option} />
      </p>
      {option.newProjectStage && (
        <p>
          {t('newProject')} <strong>{option.newProjectStage}</strong>
        </p>
      )}
      <dl>
        {need && (
          <>
            <dt>{t(need)}</dt>
            <dd lang="en">{option.need}</dd>
          </>
        )}
        {option.needsReason && (
          <>
            <dt>{t('needs')}</dt>
            <dd>{t('needReason')}</dd>
          </>
        )}
        <dt>{t('clause')}</dt>
        <dd lang="en">{option.clause}</dd>
        <dt>{t('sureness')}</dt>
        <dd>
          {surenessWord(option.sureness)}
          {option.source && (
            <>
              {words('colon')}
              <span lang="en">{option.source}</span>
            </>
          )}
        </dd>
      </dl>
      {option.objectionRule && <p>{t('objectionRule', { n: option.objectionRule.members, until: day(option.objectionRule.until) })}</p>}
      {option.dues.length > 0 && (
        <details>
          <summary>{t('duesToday')}</summary>
          <DueTable dues={option.dues} caption={`${t('duesToday')}${words('colon')}${option.text}`} />
        </details>
      )}
      <Button onClick={onChoose} may={may} kind={option.proposed ? 'main' : 'plain'} label={t('decideOf', { what: option.text })}>
        {t('decide')}
      </Button>
    </li>
  );
}
