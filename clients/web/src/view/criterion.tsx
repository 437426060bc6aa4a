// One condition of approval, explained: what was counted, how it is held against the bound, in whole
// numbers, where it stands, how sure that is. Nothing here decides: met is what the service says.
import './criterion.css';
import { Comparison, type Criterion } from '../../gen/placet/ballots/v1/tallies_pb';
import { t as common } from '../texts/common';
import { number, percent } from '../texts/speak';
import { t } from '../texts/tally';
import { surenessWord } from '../texts/words';
import { Badge } from './parts';

// A fraction without votes has a bound that is one; a number of bodies has none.
export const isNumber = ({ denominator, boundDenominator }: Criterion) => denominator === 0 && boundDenominator <= 1;

export const boundOf = ({ boundNumerator, boundDenominator }: Criterion): string =>
  boundDenominator > 1 ? `${boundNumerator}/${boundDenominator}` : number(boundNumerator);

export function requirement(criterion: Criterion): string {
  const bound = boundOf(criterion);
  if (criterion.comparison === Comparison.AT_MOST) return t('atMost', { bound });
  return criterion.comparison === Comparison.MORE_THAN ? t('moreThan', { bound }) : t('atLeast', { bound });
}

// '30 of 35', '4'
export const counted = (criterion: Criterion): string =>
  isNumber(criterion) ? number(criterion.numerator) : t('ofWhole', { part: criterion.numerator, whole: criterion.denominator });

// The sign that is true of the two numbers, so that the line can be read aloud.
function sign(comparison: Comparison, left: number, right: number): string {
  if (comparison === Comparison.AT_LEAST) return left >= right ? '≥' : '<';
  if (comparison === Comparison.MORE_THAN) return left > right ? '>' : '≤';
  return left <= right ? '≤' : '>';
}

export function inNumbers(criterion: Criterion): string {
  const { numerator, denominator, boundNumerator, boundDenominator, comparison } = criterion;
  if (isNumber(criterion)) return `${number(numerator)} ${sign(comparison, numerator, boundNumerator)} ${number(boundNumerator)}`;
  if (denominator === 0) return t('nothing');
  const left = numerator * boundDenominator;
  const right = denominator * boundNumerator;
  return [
    `${number(numerator)} × ${boundDenominator} = ${number(left)}`,
    sign(comparison, left, right),
    `${number(right)} = ${number(denominator)} × ${boundNumerator}`,
  ].join(' ');
}

export function distance(criterion: Criterion): string {
  const n = criterion.distance;
  if (isNumber(criterion) && criterion.comparison === Comparison.AT_MOST) {
    if (!criterion.met) return t('tooMany', { n });
    return n === 0 ? t('bearNone') : t('bear', { n });
  }
  if (isNumber(criterion)) return criterion.met ? (n === 0 ? t('noSpare') : t('spare', { n })) : t('missing', { n });
  if (criterion.denominator === 0) return '';
  if (!criterion.met) return t('take', { n });
  return n === 0 ? t('bearNone') : t('bear', { n });
}

export const MetBadge = ({ met }: { met: boolean }) => <Badge tone={met ? 'good' : 'bad'}>{met ? common('met') : common('notMet')}</Badge>;

// The fraction as a bar, with a line where the bound is.
function Bar({ criterion }: { criterion: Criterion }) {
  const whole = isNumber(criterion) ? Math.max(criterion.numerator, criterion.boundNumerator, 1) * 1.25 : criterion.denominator;
  if (whole === 0) return null;
  const share = criterion.numerator / whole;
  const bound = isNumber(criterion) ? criterion.boundNumerator / whole : criterion.boundNumerator / criterion.boundDenominator;
  const label = t('barOf', { share: counted(criterion), bound: boundOf(criterion) });
  return (
    <svg
      class={`criterion-bar ${criterion.met ? 'good' : 'bad'}`}
      viewBox="0 0 1000 20"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <rect class="criterion-whole" x="0" y="3" width="1000" height="14" />
      <rect class="criterion-part" x="0" y="3" width={1000 * Math.min(share, 1)} height="14" />
      <line class="criterion-bound" x1={1000 * bound} x2={1000 * bound} y1="0" y2="20" />
    </svg>
  );
}

export function CriterionCard({ criterion, edition }: { criterion: Criterion; edition?: string }) {
  const share = !isNumber(criterion) && criterion.denominator > 0 ? criterion.numerator / criterion.denominator : null;
  return (
    <article class="criterion" data-criterion={criterion.id} data-met={criterion.met}>
      <p class="criterion-head">
        <MetBadge met={criterion.met} /> <span lang="en">{criterion.text}</span>
      </p>
      <p class="criterion-count">
        <strong>{counted(criterion)}</strong>
        {share !== null && <span class="quiet"> ({percent(share)})</span>} · {requirement(criterion)}
      </p>
      <Bar criterion={criterion} />
      <p>{distance(criterion)}</p>
      <dl>
        <dt>{t('inNumbers')}</dt>
        <dd>{inNumbers(criterion)}</dd>
        <dt>{t('formula')}</dt>
        <dd lang="en">
          <code>{criterion.formula}</code>
        </dd>
        <dt>{t('clause')}</dt>
        <dd lang="en">{criterion.clause}</dd>
        {edition && (
          <>
            <dt>{t('edition')}</dt>
            <dd>{edition}</dd>
          </>
        )}
        <dt>{t('sureness')}</dt>
        <dd>{surenessWord(criterion.sureness)}</dd>
      </dl>
    </article>
  );
}
