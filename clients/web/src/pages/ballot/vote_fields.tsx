// The fields of a vote, made of what the ballot and its row of rules ask.
import { useId } from 'preact/hooks';
import { Answer, type Question } from '../../../gen/placet/ballots/v1/ballots_pb';
import { TextRule } from '../../../gen/placet/ballots/v1/rules_pb';
import { choiceWord, t } from '../../texts/vote';
import { answerWord } from '../../texts/words';
import { Field } from '../../view/parts';
import { isPut, type ExpertFields, type Findings, type Form } from './form';

export interface FieldsProps {
  form: Form;
  set: (changes: Partial<Form>) => void;
  offers: readonly { answer: Answer; text: TextRule }[];
  questions: Question[];
  experts: boolean; // they are asked for
  behalf: boolean; // an officer casts it
  findings: Findings;
}

export function VoteFields({ form, set, offers, questions, experts, behalf, findings }: FieldsProps) {
  const rule = offers.find(({ answer }) => answer === form.answer)?.text ?? TextRule.OPTIONAL;
  const onlyComments = form.answer === Answer.COMMENTS || form.answer === Answer.NO_COMMENTS;
  const put = onlyComments ? [] : questions.filter((question) => isPut(question, form));
  return (
    <>
      {/* Of a ballot whose vote is its answers there is nothing to choose. */}
      {!(offers.length === 1 && offers[0]!.answer === Answer.REPLY) && (
        <Offers form={form} set={set} offers={offers} finding={findings.answer} />
      )}
      {form.answer > 0 && rule !== TextRule.NONE && (
        <Field label={textName(form.answer)} hint={textHint(rule)} problem={findings.text}>
          {(props) => (
            <textarea
              {...props}
              name="text"
              maxLength={65536}
              value={form.text}
              onInput={(event) => set({ text: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      {findings.answers && (
        <p class="problem" lang="en">
          {findings.answers}
        </p>
      )}
      {form.answer > 0 &&
        put.map((question) => (
          <QuestionField
            key={question.id}
            question={question}
            given={form.answers[question.id] ?? { choice: '', text: '' }}
            finding={findings.questions[question.id]}
            onChange={(given) => set({ answers: { ...form.answers, [question.id]: given } })}
          />
        ))}
      {experts && form.answer > 0 && !onlyComments && (
        <Experts experts={form.experts} finding={findings.experts} onChange={(list) => set({ experts: list })} />
      )}
      {behalf && (
        <Field label={t('behalfReason')} hint={t('behalfHint')} problem={findings.behalfReason}>
          {(props) => (
            <input
              {...props}
              name="behalf"
              maxLength={1000}
              value={form.behalfReason}
              onInput={(event) => set({ behalfReason: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}

const NEGATIVE = [Answer.DISAPPROVE, Answer.REVISE, Answer.WITHDRAW];

const textName = (answer: Answer): string => t(NEGATIVE.includes(answer) ? 'reasons' : 'comments');

function textHint(rule: TextRule): string {
  if (rule === TextRule.COMPULSORY) return t('needed');
  return t(rule === TextRule.NEEDED_TO_COUNT ? 'neededToCount' : 'optional');
}

function Offers({ form, set, offers, finding }: Pick<FieldsProps, 'form' | 'set' | 'offers'> & { finding: string | undefined }) {
  const id = useId();
  return (
    <fieldset aria-describedby={finding ? `${id}-finding` : undefined}>
      <legend>{t('answer')}</legend>
      <div class="answers">
        {offers.map(({ answer, text }) => {
          const hint = text > 1 ? t(`rule${text}` as 'rule2') : '';
          return (
            <label key={answer}>
              <input type="radio" name={`${id}-answer`} value={answer} checked={form.answer === answer} onChange={() => set({ answer })} />
              <span>
                <span class="offer">{answerWord(answer)}</span>
                {hint && <span class="hint"> – {hint}</span>}
              </span>
            </label>
          );
        })}
      </div>
      {finding && (
        <span id={`${id}-finding`} class="problem" lang="en">
          {finding}
        </span>
      )}
    </fieldset>
  );
}

type Given = { choice: string; text: string };

function QuestionField({
  question,
  given,
  finding,
  onChange,
}: {
  question: Question;
  given: Given;
  finding: string | undefined;
  onChange: (given: Given) => void;
}) {
  const id = useId();
  const free = question.choices.length === 0;
  const text = (label: string, hint: string) => (
    <Field label={label} hint={hint} problem={finding}>
      {(props) => (
        <textarea
          {...props}
          class="small"
          maxLength={4000}
          value={given.text}
          onInput={(event) => onChange({ ...given, text: event.currentTarget.value })}
        />
      )}
    </Field>
  );
  return (
    <fieldset data-question={question.id}>
      <legend lang="en">{question.text}</legend>
      {free ? (
        text(t('yourText'), question.required ? t('needed') : t('optional'))
      ) : (
        <>
          <div class="answers across">
            {question.choices.map((choice) => (
              <label key={choice}>
                <input
                  type="radio"
                  name={id}
                  value={choice}
                  checked={given.choice === choice}
                  onChange={() => onChange({ ...given, choice })}
                />
                <span>
                  <span lang={choiceWord(choice) === choice ? 'en' : undefined}>{choiceWord(choice)}</span>
                  {question.textNeeded.includes(choice) && <span class="hint"> – {t('choiceNeeds')}</span>}
                </span>
              </label>
            ))}
            {!question.required && (
              <label class="quiet">
                <input type="radio" name={id} value="" checked={!given.choice} onChange={() => onChange({ choice: '', text: '' })} />
                <span>{t('notAnswered')}</span>
              </label>
            )}
          </div>
          {given.choice && !question.textRefused.includes(given.choice)
            ? text(t('explain'), question.textNeeded.includes(given.choice) ? t('needed') : t('optional'))
            : finding && (
                <span class="problem" lang="en">
                  {finding}
                </span>
              )}
        </>
      )}
    </fieldset>
  );
}

const NOBODY: ExpertFields = { displayName: '', organization: '', email: '' };

function Experts({
  experts,
  finding,
  onChange,
}: {
  experts: ExpertFields[];
  finding: string | undefined;
  onChange: (experts: ExpertFields[]) => void;
}) {
  const change = (at: number, changes: Partial<ExpertFields>) =>
    onChange(experts.map((one, index) => (index === at ? { ...one, ...changes } : one)));
  return (
    <fieldset>
      <legend>{t('experts')}</legend>
      <p class="hint">{t('expertsHint')}</p>
      {experts.map((expert, index) => (
        <div key={index} class="expert" role="group" aria-label={`${t('experts')} ${index + 1}`}>
          <Field label={t('expertName')}>
            {(props) => (
              <input
                {...props}
                name={`expert-${index}`}
                value={expert.displayName}
                onInput={(event) => change(index, { displayName: event.currentTarget.value })}
              />
            )}
          </Field>
          <Field label={t('expertWork')}>
            {(props) => (
              <input
                {...props}
                value={expert.organization}
                onInput={(event) => change(index, { organization: event.currentTarget.value })}
              />
            )}
          </Field>
          <Field label={t('expertMail')}>
            {(props) => (
              <input
                {...props}
                type="email"
                value={expert.email}
                onInput={(event) => change(index, { email: event.currentTarget.value })}
              />
            )}
          </Field>
          <button
            type="button"
            aria-label={t('remove', { what: expert.displayName || `${t('experts')} ${index + 1}` })}
            onClick={() => onChange(experts.filter((_, at) => at !== index))}
          >
            {t('removeShort')}
          </button>
        </div>
      ))}
      {finding && (
        <p class="problem" lang="en">
          {finding}
        </p>
      )}
      <button type="button" onClick={() => onChange([...experts, NOBODY])}>
        {t('addExpert')}
      </button>
    </fieldset>
  );
}
