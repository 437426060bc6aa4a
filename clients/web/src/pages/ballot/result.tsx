// What became of a ballot: the running count while it is open, then the result sheet, thoughts about
// what would have been, and what is decided.
import './result.css';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { BallotState, type Ballot } from '../../../gen/placet/ballots/v1/ballots_pb';
import { ballots } from '../../api/clients';
import { useLoad } from '../../api/load';
import { allOf } from '../../api/pages';
import { hrefOf, useRoute } from '../../route';
import { t } from '../../texts/result';
import { Empty, Failure, Tabs } from '../../view/parts';
import { dateOf } from '../../view/time';
import { Decision } from './result/decision';
import { Live } from './result/live';
import { Names, whoIs, type Named } from './result/names';
import { Sheet } from './result/sheet';
import { WhatIf } from './result/what_if';

// Is it closed? It becomes so by the clock, without anybody telling the page.
function useClosed(ballot: Ballot): [boolean, () => void] {
  const [over, setOver] = useState(false);
  const closes = dateOf(ballot.closeTime)?.getTime();
  useEffect(() => {
    if (ballot.state !== BallotState.OPEN || closes === undefined) return;
    const left = closes - Date.now();
    if (left > 24 * 60 * 60 * 1000) return; // timers do not count that far
    const timer = setTimeout(() => setOver(true), Math.max(0, left) + 500);
    return () => clearTimeout(timer);
  }, [ballot.state, closes]);
  return [over || ballot.state === BallotState.CLOSED, () => setOver(true)];
}

// Another ballot begins anew: nothing of one is shown with the other.
// `changed`: the ballot closed while it was looked at, so whoever shows more of it asks for it again.
export default function Result({ ballot, changed }: { ballot: Ballot; changed?: () => void }) {
  return <Views key={ballot.name} ballot={ballot} changed={changed} />;
}

function Views({ ballot, changed }: { ballot: Ballot; changed: (() => void) | undefined }) {
  const { path, query } = useRoute();
  const [closed, close] = useClosed(ballot);
  const closedNow = () => {
    close();
    changed?.();
  };
  const roll = useLoad(
    () =>
      allOf(async (pageToken) => {
        const page = await ballots.listRoll({ parent: ballot.name, pageSize: 500, pageToken });
        return { rows: page.entries, next: page.nextPageToken };
      }),
    [ballot.name, ballot.etag],
  );
  const names = useMemo(() => {
    const entries = roll.value?.rows ?? [];
    return new Map<string, Named>(entries.map((entry) => [whoIs(entry), { country: entry.country, acronym: entry.acronym }]));
  }, [roll.value]);

  if (ballot.state === BallotState.DRAFT) return <Empty>{t('draft')}</Empty>;
  if (ballot.state === BallotState.CANCELLED) {
    return (
      <Empty>
        {t('cancelled')} {ballot.reason && t('cancelledBecause', { reason: ballot.reason })}
      </Empty>
    );
  }
  const parts = closed ? (['sheet', 'whatIf', 'decision'] as const) : (['live', 'whatIf'] as const);
  const part = parts.find((name) => name === query.get('part')) ?? parts[0]!;
  const href = (name: string) => hrefOf(path, { ...Object.fromEntries(query), part: name === parts[0] ? undefined : name });
  return (
    <Names.Provider value={names}>
      <Tabs label={t('views')} tabs={parts.map((name) => [name, t(name), href(name)] as const)} current={part} />
      {roll.problem && <Failure problem={roll.problem} again={roll.again} />}
      {part === 'live' && <Live ballot={ballot} onClosed={closedNow} />}
      {part === 'sheet' && <Sheet ballot={ballot} />}
      {part === 'whatIf' && roll.value && <WhatIf ballot={ballot} roll={roll.value.rows} closed={closed} />}
      {part === 'decision' && roll.value && <Decision ballot={ballot} roll={roll.value.rows} />}
    </Names.Provider>
  );
}
