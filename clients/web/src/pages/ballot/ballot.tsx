// One ballot: what it is and how it stands, and its parts as tabs.
import { useEffect, useState } from 'preact/hooks';
import { BallotState, type Ballot } from '../../../gen/placet/ballots/v1/ballots_pb';
import { ballots } from '../../api/clients';
import { nextDue, useMember } from '../../api/due';
import { useBack, useLoad } from '../../api/load';
import { go, hrefOf, type Route } from '../../route';
import { t } from '../../texts/ballots';
import { kindWord } from '../../texts/words';
import { Keys, Page, Shown, Tabs, useKeys } from '../../view/parts';
import { Closing, dateOf } from '../../view/time';
import { Officer } from './officer';
import { Overview } from './overview';
import { History } from './versions';
import { VotePart } from './vote';
import { StateBadge } from './words';

const PARTS = ['overview', 'vote', 'result', 'versions', 'officer'] as const;
type Part = (typeof PARTS)[number];

// What the parts are given. `changed` after each change of the ballot: with what it is now, or to read it again.
export interface PartProps {
  ballot: Ballot;
  route: Route;
  changed: (ballot?: Ballot) => void;
}

const LONGEST_TIMER = 2 ** 31 - 1;

export function OneBallot({ id, route }: { id: string; route: Route }) {
  const loaded = useLoad((signal) => ballots.getBallot({ name: `ballots/${id}` }, { signal }), [id]);
  const { member } = useMember(route.query.get('member'));
  const [said, setSaid] = useState('');
  const ballot = loaded.value;

  useBack(loaded.again);
  // The clock closes a ballot.
  useEffect(() => {
    const left = ballot?.state === BallotState.OPEN && ballot.closeTime ? dateOf(ballot.closeTime)!.getTime() - Date.now() : -1;
    const timer = left > 0 && left < LONGEST_TIMER ? setTimeout(loaded.again, left + 500) : undefined;
    return () => clearTimeout(timer);
  }, [ballot?.etag, ballot?.state]);

  useKeys({
    n: async () => {
      if (!member) return;
      const next = await nextDue(member, id).catch(() => null);
      if (next) go(['ballots', next], { tab: 'vote', member: route.query.get('member') ?? undefined });
      else setSaid(t('noneDue'));
    },
  });

  const asked = route.query.get('tab') as Part | null;
  const part: Part = asked && PARTS.includes(asked) ? asked : 'overview';
  const changed = (now?: Ballot) => (now ? loaded.set(now) : loaded.again());

  return (
    <Page title={ballot ? ballot.reference : id} aside={<a href={hrefOf(['ballots'])}>{t('list')}</a>}>
      <Shown of={loaded}>
        {(found) => (
          <>
            <Head ballot={found} />
            <Tabs
              label={t('tabs')}
              current={part}
              tabs={PARTS.map(
                (name) => [name, nameOf(name, found), hrefOf(['ballots', id], { ...Object.fromEntries(route.query), tab: name })] as const,
              )}
            />
            {part === 'overview' && <Overview ballot={found} route={route} changed={changed} />}
            {part === 'vote' && <VotePart ballot={found} route={route} changed={changed} />}
            {part === 'result' && <ResultPart ballot={found} changed={loaded.again} />}
            {part === 'versions' && <History ballot={found} route={route} changed={changed} />}
            {part === 'officer' && <Officer ballot={found} route={route} changed={changed} />}
          </>
        )}
      </Shown>
      {member && <Keys keys={[['n', t('nextDue')]]} />}
      <p role="status" class="quiet">
        {said}
      </p>
    </Page>
  );
}

const nameOf = (part: Part, ballot: Ballot): string => (part === 'result' && ballot.state === BallotState.OPEN ? t('live') : t(part));

// The map and the charts come when somebody looks at a result.
function ResultPart({ ballot, changed }: { ballot: Ballot; changed: () => void }) {
  const loaded = useLoad(() => import('./result'), []);
  return <Shown of={loaded}>{({ default: Result }) => <Result ballot={ballot} changed={changed} />}</Shown>;
}

function Head({ ballot }: { ballot: Ballot }) {
  return (
    <>
      <p lang="en">
        <strong>{ballot.title}</strong>
      </p>
      <div class="ballot-head">
        <p>
          <StateBadge ballot={ballot} />
        </p>
        <p>{kindWord(ballot.kind)}</p>
        <p>{ballot.committeeReference}</p>
        {ballot.closeTime && ballot.state !== BallotState.CANCELLED && (
          <p>
            <Closing time={ballot.closeTime} />
          </p>
        )}
      </div>
    </>
  );
}
