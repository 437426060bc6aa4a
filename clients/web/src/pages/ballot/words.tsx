// Small things about a ballot that several of its pages show.
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import { BallotState, Visibility, type Ballot } from '../../../gen/placet/ballots/v1/ballots_pb';
import { t } from '../../texts/ballots';
import { t as common } from '../../texts/common';
import { stateWord } from '../../texts/words';
import { Badge, type Tone } from '../../view/parts';
import { dateOf, day, span, useNow } from '../../view/time';

const TONES: Partial<Record<BallotState, Tone>> = {
  [BallotState.OPEN]: 'good',
  [BallotState.CANCELLED]: 'bad',
  [BallotState.DRAFT]: 'warn',
};

export function StateBadge({ ballot }: { ballot: Pick<Ballot, 'state' | 'visibility' | 'opensOn' | 'openingRefused'> }) {
  return (
    <>
      <Badge tone={TONES[ballot.state] ?? 'plain'}>{stateWord(ballot.state)}</Badge>
      {ballot.visibility === Visibility.ANONYMOUS && (
        <>
          {' '}
          <Badge>{t('anonymous')}</Badge>
        </>
      )}
      {ballot.state === BallotState.DRAFT && ballot.opensOn && (
        <>
          {' '}
          <Badge>{t('opensOn', { day: day(ballot.opensOn) })}</Badge>
        </>
      )}
      {ballot.state === BallotState.DRAFT && ballot.openingRefused && (
        <>
          {' '}
          <Badge tone="bad">{t('openingRefused')}</Badge>
        </>
      )}
    </>
  );
}

const SOON = 3 * 24 * 60 * 60 * 1000;

export function Left({ time }: { time: Timestamp | undefined }) {
  const now = useNow();
  const date = dateOf(time);
  if (!date) return null;
  const left = date.getTime() - now.getTime();
  return (
    <span class={left < SOON ? 'soon nowrap' : 'quiet nowrap'}>{left > 0 ? common('left', { time: span(left) }) : common('closed')}</span>
  );
}
