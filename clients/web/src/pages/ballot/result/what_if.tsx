// What if: other votes, other rules, another moment, counted by the service as soon as something is
// changed, and always beside how it is. All of it stands in the address.
import { timestampFromDate, type Timestamp } from '@bufbuild/protobuf/wkt';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { AnalysisService, type VoteChange, type WhatIfResponse } from '../../../../gen/placet/ballots/v1/analysis_pb';
import { Answer, type Ballot, type RollEntry } from '../../../../gen/placet/ballots/v1/ballots_pb';
import type { Edition, Rule } from '../../../../gen/placet/ballots/v1/rules_pb';
import { Verdict, type Tally } from '../../../../gen/placet/ballots/v1/tallies_pb';
import { analysis, ballots, rules } from '../../../api/clients';
import { useLoad } from '../../../api/load';
import { useMayI, wish } from '../../../api/may';
import { allOf } from '../../../api/pages';
import { setQuery, useRoute } from '../../../route';
import { t as common } from '../../../texts/common';
import { number } from '../../../texts/speak';
import { t as words } from '../../../texts/tally';
import { t } from '../../../texts/what_if';
import { answerWord } from '../../../texts/words';
import { Badge, Button, Choice, Empty, Field, Loading, Section, Shown, Table } from '../../../view/parts';
import { dateOf } from '../../../view/time';
import { flipText } from './flip_text';
import { Flips } from './flips';
import { Member, useNameOf } from './names';
import { Criteria, CountTable, Questions, VerdictBanner, proposalText, toneOf, verdictText } from './tally';
import { Sliders } from './sliders';
import {
  NOTHING,
  bodiesOf,
  categoriesOf,
  changesOf,
  isNothing,
  movedBy,
  ofQuery,
  toQuery,
  type Body,
  type Flip,
  type Thought,
} from './thought';
import { WhatTurns } from './turns';

export function WhatIf({ ballot, roll, closed }: { ballot: Ballot; roll: RollEntry[]; closed: boolean }) {
  const [may] = useMayI('ballots', [wish(AnalysisService.method.whatIf, { name: ballot.name })], [ballot.name, closed]);
  if (!may) return <Loading />;
  if (may.refusal && !may.allowed) {
    return (
      <Section title={t('refused')}>
        <p lang="en" data-refusal={may.refusal.reason}>
          {may.refusal.sentence}
        </p>
        {may.refusal.remedy && (
          <p class="quiet" lang="en">
            {may.refusal.remedy}
          </p>
        )}
      </Section>
    );
  }
  return <Loaded ballot={ballot} roll={roll} />;
}

function Loaded({ ballot, roll }: { ballot: Ballot; roll: RollEntry[] }) {
  const facts = useLoad(
    async (signal) => {
      const [votes, known] = await Promise.all([
        allOf(async (pageToken) => {
          const page = await ballots.listVotes({ parent: ballot.name, pageSize: 500, pageToken }, { signal });
          return { rows: page.votes, next: page.nextPageToken };
        }),
        rules.listRules({ kind: ballot.kind }, { signal }),
      ]);
      return { bodies: bodiesOf(roll, votes.rows), rules: known.rules, editions: known.editions };
    },
    [ballot.name, roll],
  );
  return (
    <Shown of={facts}>
      {(value) => {
        const rule = value.rules.find(({ edition }) => edition === ballot.rulesEdition) ?? value.rules[0];
        if (value.bodies.length === 0) return <Empty>{t('nobody')}</Empty>;
        return rule && <Thoughts ballot={ballot} bodies={value.bodies} rule={rule} editions={value.editions} />;
      }}
    </Shown>
  );
}

// The thought, at once for the controls, and a little later for the address and the service: who
// drags a slider asks once, when it rests.
function useThought(): [Thought, Thought, (thought: Thought) => void] {
  const { query } = useRoute();
  const [thought, setThought] = useState(() => ofQuery(query));
  const [settled, setSettled] = useState(thought);
  useEffect(() => {
    if (thought === settled) return;
    const timer = setTimeout(() => {
      setSettled(thought);
      setQuery(toQuery(thought));
    }, 250);
    return () => clearTimeout(timer);
  }, [thought, settled]);
  // Somebody went to another thought by its address.
  const address = JSON.stringify(toQuery(ofQuery(query)));
  useEffect(() => {
    if (address === JSON.stringify(toQuery(settled))) return;
    const next = ofQuery(query);
    setThought(next);
    setSettled(next);
  }, [address]);
  return [thought, settled, setThought];
}

interface ThoughtProps {
  ballot: Ballot;
  bodies: Body[];
  rule: Rule;
  editions: Edition[];
}

function Thoughts({ ballot, bodies, rule, editions }: ThoughtProps) {
  const [thought, settled, setThought] = useThought();
  const categories = useMemo(() => categoriesOf(rule, ballot), [rule, ballot]);
  const moved = useMemo(() => movedBy(thought, bodies, categories), [thought, bodies, categories]);
  const asked = useMemo(
    () => changesOf({ ...movedBy(settled, bodies, categories), ...settled.flips }, bodies),
    [settled, bodies, categories],
  );
  const answer = useLoad((signal) => ask(ballot, settled, asked, signal), [ballot.name, settled, asked]);
  const change = (changes: Partial<Thought>) => setThought({ ...thought, ...changes });
  const nothing = isNothing(thought);

  return (
    <div class="what-if">
      <div class="not-result" role="note">
        <p>
          <strong>{t('notResult')}</strong> {t('notResultHint')}
        </p>
        <div class="row">
          <Button onClick={() => setThought(NOTHING)} why={nothing ? t('nothingToReset') : undefined}>
            {t('reset')}
          </Button>
          <CopyAddress />
        </div>
        <p class="hint">{t('share')}</p>
      </div>
      {!answer.problem && answer.value?.asIs && answer.value.whatIf && <Strip asIs={answer.value.asIs} whatIf={answer.value.whatIf} />}
      <Section
        title={t('outcome')}
        aside={
          answer.loading || thought !== settled ? (
            <span class="quiet" role="status">
              {t('counting')}
            </span>
          ) : undefined
        }
      >
        <Shown of={answer}>{(value) => !answer.problem && <Outcome answer={value} ballot={ballot} />}</Shown>
      </Section>
      <div class="columns">
        {categories.length > 0 && (
          <Sliders ballot={ballot} bodies={bodies} categories={categories} rule={rule} thought={thought} onChange={change} />
        )}
        <div>
          <Flips ballot={ballot} bodies={bodies} rule={rule} flips={thought.flips} onChange={(flips) => change({ flips })} />
          <OtherRules ballot={ballot} rule={rule} editions={editions} thought={thought} onChange={change} />
        </div>
      </div>
      <Moved moved={moved} />
      <WhatTurns ballot={ballot} take={setThought} />
      {!answer.problem && answer.value?.whatIf && (
        <>
          <Section title={t('verdictWould')}>
            <Criteria tally={answer.value.whatIf} />
            <CountTable tally={answer.value.whatIf} />
          </Section>
          <Questions tally={answer.value.whatIf} ballot={ballot} />
        </>
      )}
    </div>
  );
}

function ask(ballot: Ballot, thought: Thought, changes: VoteChange[], signal: AbortSignal): Promise<WhatIfResponse> {
  const at = thought.at ? new Date(thought.at) : null;
  return analysis.whatIf(
    {
      name: ballot.name,
      changes,
      abstentions: thought.abstentions,
      rulesEdition: thought.edition,
      ...(at && !isNaN(at.getTime()) ? { asOf: timestampFromDate(at) } : {}),
    },
    { signal },
  );
}

function CopyAddress() {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(location.href).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    });
  return <Button onClick={copy}>{copied ? common('copied') : t('copy')}</Button>;
}

// Stays in sight while numbers are moved.
function Strip({ asIs, whatIf }: { asIs: Tally; whatIf: Tally }) {
  const said = (tally: Tally) => (
    <Badge tone={toneOf(tally.verdict)}>{tally.proposal ? proposalText(tally.proposal) : verdictText(tally.verdict)}</Badge>
  );
  return (
    <p class="thought-strip sentence no-print">
      <span>
        {t('verdictAsIs')}
        {words('colon')}
        {said(asIs)}
      </span>{' '}
      <span>
        {t('stripWould')}
        {words('colon')}
        {said(whatIf)}
      </span>
    </p>
  );
}

// Side by side: how it is, how it would be, and what is not the same.
function Outcome({ answer, ballot }: { answer: WhatIfResponse; ballot: Ballot }) {
  const { asIs, whatIf } = answer;
  if (!asIs || !whatIf) return null;
  const textOf = (what: string) => {
    if (what === 'verdict') return t('verdict');
    if (what === 'proposal') return t('proposal');
    const question = what.startsWith('question ') ? ballot.questions.find(({ id }) => id === what.slice(9)) : undefined;
    return [...whatIf.criteria, ...asIs.criteria].find(({ id }) => id === what)?.text ?? question?.text ?? what;
  };
  const said = (what: string, text: string) => {
    if (!text) return <span class="quiet">{t('absent')}</span>;
    if (what === 'proposal') return proposalText(text);
    const verdict = Verdict[text.replace('VERDICT_', '') as 'APPROVED'];
    return verdict === undefined ? <span lang="en">{text}</span> : verdictText(verdict);
  };
  return (
    <>
      <div class="columns" aria-live="polite">
        <VerdictBanner tally={asIs} title={t('verdictAsIs')} />
        <div class="thought">
          <VerdictBanner tally={whatIf} title={`${t('verdictWould')} · ${t('notResult')}`} />
        </div>
      </div>
      {answer.differences.length === 0 ? (
        <p class="quiet">{t('noDifference')}</p>
      ) : (
        <Table
          caption={t('differences')}
          columns={[
            { title: t('differences'), cell: (difference) => <span lang="en">{textOf(difference.what)}</span> },
            { title: t('verdictAsIs'), cell: (difference) => said(difference.what, difference.asIs) },
            { title: t('verdictWould'), cell: (difference) => said(difference.what, difference.whatIf) },
          ]}
          rows={answer.differences}
          keyOf={(difference) => difference.what}
        />
      )}
    </>
  );
}

// As the browser's field for a moment wants it, in the zone of the reader.
function local(time: Timestamp | undefined): string {
  const date = dateOf(time);
  return date ? new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16) : '';
}

function OtherRules({
  ballot,
  rule,
  editions,
  thought,
  onChange,
}: {
  ballot: Ballot;
  rule: Rule;
  editions: Edition[];
  thought: Thought;
  onChange: (changes: Partial<Thought>) => void;
}) {
  const others = editions.filter(({ id }) => id !== ballot.rulesEdition).map(({ id, title }) => [id, `${id} · ${title}`] as const);
  const answers = rule.answers
    .map(({ answer }) => answer)
    .filter((answer) => answer !== Answer.ABSTAIN && answer !== Answer.REPLY && answer !== Answer.APPROVE_WITH_COMMENTS);
  const abstains = rule.answers.some(({ answer }) => answer === Answer.ABSTAIN);
  return (
    <Section title={t('other')}>
      <Choice
        label={t('edition')}
        value={thought.edition}
        options={[['', t('itsOwn', { edition: ballot.rulesEdition })] as const, ...others]}
        onChange={(edition) => onChange({ edition })}
      />
      {abstains && answers.length > 0 && (
        <Choice
          label={t('abstentions')}
          value={String(thought.abstentions)}
          options={[
            [String(Answer.UNSPECIFIED), t('asAbstentions')] as const,
            ...answers.map((answer) => [String(answer), answerWord(answer)] as const),
          ]}
          onChange={(answer) => onChange({ abstentions: Number(answer) })}
        />
      )}
      <Field label={t('moment')} hint={t('momentHint')}>
        {(props) => (
          <input
            {...props}
            type="datetime-local"
            min={local(ballot.openTime)}
            max={local(ballot.closeTime)}
            value={thought.at}
            onInput={(event) => onChange({ at: event.currentTarget.value })}
          />
        )}
      </Field>
    </Section>
  );
}

function Moved({ moved }: { moved: Record<string, Flip> }) {
  const name = useNameOf();
  const rows = Object.entries(moved).sort(([a], [b]) => name(a).localeCompare(name(b)));
  if (rows.length === 0) return null;
  return (
    <Section title={t('moved')} aside={<span class="quiet">{number(rows.length)}</span>}>
      <Table
        caption={words('tableOf', { what: t('moved') })}
        columns={[
          { title: t('body'), cell: ([member]) => <Member member={member} /> },
          { title: t('would'), cell: ([, flip]) => flipText(flip) },
        ]}
        rows={rows}
        keyOf={([member]) => member}
      />
    </Section>
  );
}
