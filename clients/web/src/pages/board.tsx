// The board: what is open, how it stands, who is late. One stream feeds it; what was shown last stays
// while the connection is lost, and says so.
import './board.css';
import { useState } from 'preact/hooks';
import { board } from '../api/clients';
import { LOST_FOR_GOOD, unlessSilent, useStream, type StreamState } from '../api/stream';
import type { PageProps } from '../main';
import { idOf, type Route } from '../route';
import { t } from '../texts/board';
import { Failure, Freshness, Loading, Page } from '../view/parts';
import { useNow } from '../view/time';
import { Filters } from './board/filters';
import { merged, nowOf, selected, selectionOf, summaryOf, type Model } from './board/model';
import { Rows } from './board/rows';
import { AtRisk, Commented, Late, Present, Week } from './board/summary';
import { Wall } from './board/wall';

// The service says something every two seconds, if only how old its memory is.
const SILENT_FOR = 8_000;

export default function Content({ route }: PageProps) {
  const committee = idOf(route.query.get('committee') ?? '');
  const member = idOf(route.query.get('member') ?? '');
  return <Watched key={`${committee}/${member}`} route={route} committee={committee} member={member} />;
}

function Watched({ route, committee, member }: { route: Route; committee: string; member: string }) {
  const [model, setModel] = useState<Model | null>(null);
  const request = {
    committee: committee && `committees/${committee}`,
    member: member && `members/${member}`,
    version: model?.version ?? '',
  };
  const state = useStream(
    (signal) => unlessSilent((until) => board.watchBoard(request, { signal: until }), signal, SILENT_FOR),
    (message) => setModel((was) => merged(was, message, Date.now())),
    [],
  );
  const refused = state.problem && LOST_FOR_GOOD.includes(state.problem.code) ? state.problem : null;
  const wall = route.query.get('wall') === '1';
  if (wall && model) return <Wall model={model} state={state} ofBody={!!member} refused={!!refused} route={route} />;
  if (wall && !refused) return <Page title={t('title')} aside={<Freshness state={state} />}><Loading /></Page>;
  return (
    <Page title={t('title')} aside={<Freshness state={state} ageMs={model?.age} />}>
      {refused && <Failure problem={refused} />}
      <Filters route={route} entries={model?.entries ?? []} />
      {model ? <Drawn model={model} state={state} route={route} ofBody={!!member} /> : !refused && <Loading />}
    </Page>
  );
}

function Drawn({ model, state, route, ofBody }: { model: Model; state: StreamState; route: Route; ofBody: boolean }) {
  useNow();
  const now = nowOf(model, Date.now());
  const summary = summaryOf(model, now, ofBody);
  const selection = selectionOf(route.query);
  return (
    <div class={state.live ? '' : 'stale'}>
      <Present model={model} summary={summary} route={route} />
      <Week summary={summary} route={route} />
      <div class="columns">
        <AtRisk summary={summary} now={now} route={route} ofBody={ofBody} />
        <Late summary={summary} route={route} />
        <Commented summary={summary} route={route} />
      </div>
      <Rows
        rows={selected(model, summary, selection, ofBody)}
        whole={model.entries.length}
        model={model}
        now={now}
        summary={summary}
        selection={selection}
        ofBody={ofBody}
      />
    </div>
  );
}
