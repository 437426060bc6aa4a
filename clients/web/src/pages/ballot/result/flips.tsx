// Single bodies that would have done otherwise.
import { useState } from 'preact/hooks';
import { Answer, type Ballot } from '../../../../gen/placet/ballots/v1/ballots_pb';
import type { Rule } from '../../../../gen/placet/ballots/v1/rules_pb';
import { t } from '../../../texts/what_if';
import { answerWord } from '../../../texts/words';
import { Button, Choice, Section, Table } from '../../../view/parts';
import { flipText } from './flip_text';
import { Member, useNameOf } from './names';
import type { Body, Flip } from './thought';

type Flips = Record<string, Flip>;

// Criteria ask what comes along with a vote: only then is it offered.
const MARKS = [
  ['experts-p', 'expert', 'withExpert'],
  ['participants-p', 'part', 'takingPart'],
  ['used-widely', 'uses', 'using'],
] as const;

export function Flips({
  ballot,
  bodies,
  rule,
  flips,
  onChange,
}: {
  ballot: Ballot;
  bodies: Body[];
  rule: Rule;
  flips: Flips;
  onChange: (flips: Flips) => void;
}) {
  const name = useNameOf();
  const rows = Object.entries(flips);
  const known = new Map(bodies.map((body) => [body.member, body]));
  const now = (member: string) => {
    const answer = known.get(member)?.answer ?? Answer.UNSPECIFIED;
    return answer === Answer.UNSPECIFIED ? t('noVote') : answerWord(answer);
  };
  const without = (member: string) => {
    const { [member]: _, ...rest } = flips;
    onChange(rest);
  };
  return (
    <Section title={t('single')}>
      <Add ballot={ballot} bodies={bodies} rule={rule} onAdd={(member, flip) => onChange({ ...flips, [member]: flip })} />
      {rows.length > 0 && (
        <Table
          caption={t('flips')}
          columns={[
            { title: t('body'), cell: ([member]) => <Member member={member} /> },
            { title: t('now'), cell: ([member]) => now(member) },
            { title: t('would'), cell: ([, flip]) => flipText(flip) },
            {
              title: t('remove'),
              cell: ([member]) => (
                <button type="button" class="plain small" aria-label={t('removeOf', { who: name(member) })} onClick={() => without(member)}>
                  {t('remove')}
                </button>
              ),
            },
          ]}
          rows={rows}
          keyOf={([member]) => member}
        />
      )}
    </Section>
  );
}

function Add({ ballot, bodies, rule, onAdd }: { ballot: Ballot; bodies: Body[]; rule: Rule; onAdd: (member: string, flip: Flip) => void }) {
  const name = useNameOf();
  const [member, setMember] = useState('');
  const [what, setWhat] = useState('');
  const [marks, setMarks] = useState<string[]>([]);
  const [choices, setChoices] = useState<Record<string, string>>({});
  const body = bodies.find((one) => one.member === member);
  const offered = rule.answers.map(({ answer }) => answer).filter((answer) => answer !== Answer.APPROVE_WITH_COMMENTS);
  const options: [string, string][] = offered.map((answer) => [String(answer), answerWord(answer)]);
  if (offered.includes(Answer.DISAPPROVE)) options.push(['no-text', t('noReasons')]);
  if (body?.answer === Answer.DISAPPROVE && body.hasText) options.push(['ruled-out', t('ruledOut')]);
  if (body && body.answer !== Answer.UNSPECIFIED) options.push(['none', t('noVote')]);
  const chosen = options.some(([value]) => value === what) ? what : (options[0]?.[0] ?? '');
  const possible = MARKS.filter(([criterion]) => rule.criteria.some(({ id }) => id === criterion));
  const replies = chosen === String(Answer.REPLY) ? ballot.questions.filter((question) => question.choices.length > 0) : [];

  const add = () => {
    const given = Object.fromEntries(replies.map(({ id, choices: offers }) => [id, choices[id] ?? offers[0]!]));
    onAdd(member, {
      what: chosen === 'none' || chosen === 'ruled-out' ? chosen : 'answer',
      answer: chosen === 'no-text' ? Answer.DISAPPROVE : Number(chosen) || Answer.UNSPECIFIED,
      marks: [...(chosen === 'no-text' ? ['no-text'] : []), ...(Number(chosen) ? marks : [])],
      choices: given,
    });
    setMember('');
    setMarks([]);
  };

  return (
    <>
      <Choice
        label={t('body')}
        value={member}
        onChange={setMember}
        options={[['', t('choose')] as const, ...bodies.map((one) => [one.member, name(one.member)] as const)]}
      />
      <Choice label={t('asks')} value={chosen} options={options} onChange={setWhat} />
      {replies.map((question) => (
        <Choice
          key={question.id}
          label={question.text}
          value={choices[question.id] ?? question.choices[0]!}
          options={question.choices.map((choice) => [choice, choice] as const)}
          onChange={(choice) => setChoices({ ...choices, [question.id]: choice })}
        />
      ))}
      {Number(chosen) > 0 &&
        possible.map(([, mark, text]) => (
          <label key={mark} class="check">
            <input
              type="checkbox"
              checked={marks.includes(mark)}
              onChange={(event) => setMarks(event.currentTarget.checked ? [...marks, mark] : marks.filter((one) => one !== mark))}
            />{' '}
            {t(text)}
          </label>
        ))}
      <p>
        <Button onClick={add} why={member ? undefined : t('chooseFirst')}>
          {t('add')}
        </Button>
      </p>
    </>
  );
}
