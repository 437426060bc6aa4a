// A change of one body, in words.
import type { Flip } from './thought';
import { t } from '../../../texts/what_if';
import { t as words } from '../../../texts/tally';
import { answerWord } from '../../../texts/words';

export function flipText(flip: Flip): string {
  if (flip.what === 'none') return t('noVote');
  if (flip.what === 'ruled-out') return t('ruledOut');
  if (flip.marks.includes('no-text')) return t('noReasons');
  const choices = Object.entries(flip.choices).map(([question, choice]) => `${question}${words('colon')}${choice}`);
  return [
    answerWord(flip.answer),
    ...choices,
    flip.marks.includes('expert') && t('withExpert'),
    flip.marks.includes('part') && t('takingPart'),
    flip.marks.includes('uses') && t('using'),
  ]
    .filter(Boolean)
    .join(', ');
}
