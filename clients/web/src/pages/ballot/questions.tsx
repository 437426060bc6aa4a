// Questions of a ballot's own, as its creator writes them.
import { t } from '../../texts/officer';
import { Choice, Field } from '../../view/parts';
import type { ChoiceFields, QuestionFields } from './draft';

const choice = (text: string, counts: ChoiceFields['counts']): ChoiceFields => ({ text, rule: 'optional', counts });
const NEW: QuestionFields = {
  text: '',
  choices: [choice('yes', 'yes'), { ...choice('no', 'no'), rule: 'needed' }, choice('abstain', 'not')],
  criterion: 'majority-p',
  required: true,
  after: '',
  afterChoice: '',
};

interface Props {
  questions: QuestionFields[];
  said: (path: string) => string | undefined;
  onChange: (questions: QuestionFields[]) => void;
}

// `after` names a question by its place, which moves with it; a condition that would look at a later
// question is taken away.
function arranged(questions: QuestionFields[], order: number[]): QuestionFields[] {
  return order.map((old, at) => {
    const question = questions[old]!;
    const on = question.after === '' ? -1 : order.indexOf(Number(question.after));
    return on >= 0 && on < at ? { ...question, after: String(on) } : { ...question, after: '', afterChoice: '' };
  });
}

export function OwnQuestions({ questions, said, onChange }: Props) {
  const all = questions.map((_, index) => index);
  const change = (at: number, changes: Partial<QuestionFields>) =>
    onChange(questions.map((one, index) => (index === at ? { ...one, ...changes } : one)));
  const swap = (at: number) =>
    onChange(
      arranged(
        questions,
        all.map((index) => (index === at ? at + 1 : index === at + 1 ? at : index)),
      ),
    );
  return (
    <>
      {said('ballot.questions') && (
        <p class="problem" lang="en">
          {said('ballot.questions')}
        </p>
      )}
      {questions.map((question, index) => (
        <OneQuestion
          key={index}
          index={index}
          question={question}
          before={questions.slice(0, index)}
          last={index === questions.length - 1}
          said={(field) => said(`ballot.questions[${index}].${field}`)}
          change={(changes) => change(index, changes)}
          up={() => swap(index - 1)}
          down={() => swap(index)}
          remove={() =>
            onChange(
              arranged(
                questions,
                all.filter((at) => at !== index),
              ),
            )
          }
        />
      ))}
      <button type="button" onClick={() => onChange([...questions, NEW])}>
        {t('addQuestion')}
      </button>
    </>
  );
}

interface OneProps {
  index: number;
  question: QuestionFields;
  before: QuestionFields[];
  last: boolean;
  said: (field: string) => string | undefined;
  change: (changes: Partial<QuestionFields>) => void;
  up: () => void;
  down: () => void;
  remove: () => void;
}

function OneQuestion({ index, question, before, last, said, change, up, down, remove }: OneProps) {
  const name = t('questionText', { n: index + 1 });
  const set = (at: number, changes: Partial<ChoiceFields>) =>
    change({ choices: question.choices.map((one, place) => (place === at ? { ...one, ...changes } : one)) });
  const wrong = ['id', 'choices', 'text_needed', 'text_refused', 'yes_choices', 'no_choices', 'criterion', 'only_if']
    .map(said)
    .find(Boolean);
  return (
    <fieldset>
      <legend>{name}</legend>
      <Field label={name} problem={said('text')}>
        {(props) => (
          <textarea
            {...props}
            class="small"
            maxLength={2000}
            value={question.text}
            onInput={(event) => change({ text: event.currentTarget.value })}
          />
        )}
      </Field>
      {question.choices.map((one, at) => (
        <div key={at} class="expert" role="group" aria-label={t('choice', { n: at + 1 })}>
          <Field label={t('choice', { n: at + 1 })}>
            {(props) => <input {...props} value={one.text} onInput={(event) => set(at, { text: event.currentTarget.value })} />}
          </Field>
          <Choice
            label={t('choiceText')}
            value={one.rule}
            options={[
              ['optional', t('textOptional')],
              ['needed', t('textNeeded')],
              ['refused', t('textRefused')],
            ]}
            onChange={(rule) => set(at, { rule })}
          />
          {question.criterion && (
            <Choice
              label={t('counts')}
              value={one.counts}
              options={[
                ['yes', t('countsYes')],
                ['no', t('countsNo')],
                ['not', t('countsNot')],
              ]}
              onChange={(counts) => set(at, { counts })}
            />
          )}
          <button
            type="button"
            aria-label={t('removeThis', { what: one.text || t('choice', { n: at + 1 }) })}
            onClick={() => change({ choices: question.choices.filter((_, place) => place !== at) })}
          >
            {t('remove')}
          </button>
        </div>
      ))}
      <p class="row">
        <button type="button" onClick={() => change({ choices: [...question.choices, choice('', 'not')] })}>
          {t('addChoice')}
        </button>
      </p>
      <Choice
        label={t('criterion')}
        value={question.criterion}
        options={[
          ['majority-p', t('majority-p')],
          ['two-thirds-p', t('two-thirds-p')],
          ['', t('noCriterion')],
        ]}
        onChange={(criterion) => change({ criterion })}
      />
      {before.length > 0 && (
        <Choice
          label={t('onlyIf')}
          value={question.after ? `${question.after}=${question.afterChoice}` : ''}
          options={[
            ['', t('always')],
            ...before.flatMap((one, at) =>
              one.choices.map(({ text }) => [`${at}=${text}`, `${at + 1}: ${one.text.slice(0, 60)} = ${text}`] as const),
            ),
          ]}
          onChange={(chosen) => {
            const [after = '', afterChoice = ''] = chosen.split('=');
            change({ after, afterChoice });
          }}
        />
      )}
      <label class="tick">
        <input type="checkbox" checked={question.required} onChange={(event) => change({ required: event.currentTarget.checked })} />{' '}
        {t('required')}
      </label>
      {wrong && (
        <p class="problem" lang="en">
          {wrong}
        </p>
      )}
      <p class="row">
        <button type="button" aria-disabled={index === 0} onClick={() => index > 0 && up()}>
          {t('up')}
        </button>
        <button type="button" aria-disabled={last} onClick={() => last || down()}>
          {t('down')}
        </button>
        <button type="button" aria-label={t('removeThis', { what: name })} onClick={remove}>
          {t('remove')}
        </button>
      </p>
    </fieldset>
  );
}
