// Facts with how sure they are: what is not certain never looks as if it were.
import { Confidence, type Period } from '../../../gen/placet/members/v1/members_pb';
import { t } from '../../texts/committees';
import { confidenceMeaning, confidenceWord } from '../../texts/directory';
import { Badge, type Tone } from '../../view/parts';
import { day } from '../../view/time';

const TONES: Partial<Record<Confidence, Tone>> = {
  [Confidence.CONFIRMED]: 'good',
  [Confidence.CORROBORATED]: 'plain',
  [Confidence.INFERRED]: 'warn',
  [Confidence.GUESS]: 'bad',
};

export const Sure = ({ confidence }: { confidence: Confidence }) => (
  <span title={confidenceMeaning(confidence)}><Badge tone={TONES[confidence] ?? 'warn'}>{confidenceWord(confidence)}</Badge></span>
);

export const dayOrBy = (iso: string, exact: boolean): string => (exact ? day(iso) : t('by', { date: day(iso) }));

export const Since = ({ period }: { period: Period | undefined }) =>
  <span class="whole">{period?.from ? dayOrBy(period.from, period.fromExact) : t('always')}</span>;

export const Until = ({ period }: { period: Period | undefined }) =>
  <span class="whole">{period?.until ? dayOrBy(period.until, period.untilExact) : ''}</span>;

// What a source says is English.
export const Says = ({ text }: { text: string }) => (text ? <span class="says" lang="en">{text}</span> : null);

export const NotKnown = () => <span class="quiet">{t('notKnown')}</span>;
