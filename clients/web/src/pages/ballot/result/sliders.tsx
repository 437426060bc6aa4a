// Numbers to move: how many of the P-members, and of the others, would do what.
import { useId } from 'preact/hooks';
import type { Ballot } from '../../../../gen/placet/ballots/v1/ballots_pb';
import type { Rule } from '../../../../gen/placet/ballots/v1/rules_pb';
import { number } from '../../../texts/speak';
import { t } from '../../../texts/what_if';
import { t as words } from '../../../texts/tally';
import { Section } from '../../../view/parts';
import { flipped, slidingQuestion, standingOf, type Body, type Category, type Flip, type Targets, type Thought } from './thought';

export function Sliders({
  ballot,
  bodies,
  categories,
  rule,
  thought,
  onChange,
}: {
  ballot: Ballot;
  bodies: Body[];
  categories: Category[];
  rule: Rule;
  thought: Thought;
  onChange: (changes: Partial<Thought>) => void;
}) {
  const question = categories[0]!.text === '' ? slidingQuestion(ballot) : undefined;
  const others = bodies.filter(({ p }) => !p);
  return (
    <Section title={t('numbers')}>
      <p class="hint">
        {t('numbersHint')} {rule.weights.length > 0 && t('weighted')}
      </p>
      {question && <p lang="en">{t('ofQuestion', { question: question.text })}</p>}
      <Group
        title={t('pMembers')}
        bodies={bodies.filter(({ p }) => p)}
        flips={thought.flips}
        categories={categories}
        targets={thought.p}
        onChange={(p) => onChange({ p })}
      />
      {others.length > 0 && (
        <Group
          title={t('others')}
          bodies={others}
          flips={thought.flips}
          categories={categories}
          targets={thought.others}
          onChange={(targets) => onChange({ others: targets })}
        />
      )}
    </Section>
  );
}

function Group({
  title,
  bodies,
  flips,
  categories,
  targets,
  onChange,
}: {
  title: string;
  bodies: Body[];
  flips: Record<string, Flip>;
  categories: Category[];
  targets: Targets;
  onChange: (targets: Targets) => void;
}) {
  const asItIs = standingOf(bodies, categories).counts;
  const { counts, elsewhere } = standingOf(flipped(bodies, flips), categories);
  const now = (id: string) => Math.min(targets[id] ?? counts[id]!, bodies.length - elsewhere);
  const placed = categories.reduce((sum, { id }) => sum + now(id), 0);
  const none = Math.max(0, bodies.length - elsewhere - placed);
  const set = (id: string, n: number) => {
    const { [id]: _, ...rest } = targets;
    onChange(n === counts[id] ? rest : { ...rest, [id]: n });
  };
  return (
    <fieldset class="sliders">
      <legend>
        {title} ({number(bodies.length)})
      </legend>
      {categories.map((category) => (
        <Slider
          key={category.id}
          category={category}
          value={now(category.id)}
          most={now(category.id) + none}
          asItIs={asItIs[category.id]!}
          whole={bodies.length}
          onChange={(n) => set(category.id, n)}
        />
      ))}
      <p class="slider-rest">
        {t('notVoting')}
        {words('colon')}
        <output>{number(none)}</output>
        {elsewhere > 0 && (
          <span class="quiet">
            {' '}
            · {t('uncounted')}
            {words('colon')}
            {number(elsewhere)}
          </span>
        )}
      </p>
    </fieldset>
  );
}

// Every slider of a group has the same scale; it stops where nobody is left to be moved.
function Slider({
  category,
  value,
  most,
  asItIs,
  whole,
  onChange,
}: {
  category: Category;
  value: number;
  most: number;
  asItIs: number;
  whole: number;
  onChange: (value: number) => void;
}) {
  const id = useId();
  return (
    <div class="slider">
      <label for={id}>{category.text ? t(category.text as 'cat.yes') : <span lang="en">{category.id}</span>}</label>
      <input
        id={id}
        type="range"
        name={category.id}
        min={0}
        max={whole}
        value={value}
        aria-valuetext={`${number(value)}, ${t('asItIs', { n: asItIs })}`}
        onInput={(event) => {
          const wanted = Math.min(Number(event.currentTarget.value), most);
          event.currentTarget.value = String(wanted);
          if (wanted !== value) onChange(wanted);
        }}
      />
      <output for={id}>
        <strong>{number(value)}</strong> {value !== asItIs && <span class="quiet">({t('asItIs', { n: asItIs })})</span>}
      </output>
    </div>
  );
}
