// Which board, and which of its rows: all of it stands in the address.
import type { BoardEntry } from '../../../gen/placet/ballots/v1/board_pb';
import { members } from '../../api/clients';
import { bodiesOf, committeesOf, useGrants } from '../../api/grants';
import { useLoad } from '../../api/load';
import { allOf } from '../../api/pages';
import { hrefOf, idOf, setQuery, type Route } from '../../route';
import { t } from '../../texts/board';
import { kindName } from '../../texts/kinds';
import { Choice, Field } from '../../view/parts';

export function Filters({ route, entries }: { route: Route; entries: readonly BoardEntry[] }) {
  const { query } = route;
  const kinds = [...new Set(entries.map((entry) => entry.kind))].map((kind) => [String(kind), kindName(kind)] as const);
  const chosen = query.get('kind') ?? '';
  const narrowed = ['q', 'kind', 'day', 'only', 'sort'].some((key) => query.get(key));
  return (
    <search class="row board-filters no-print">
      <Committees chosen={idOf(query.get('committee') ?? '')} />
      <Bodies chosen={idOf(query.get('member') ?? '')} />
      <Choice
        label={t('kind')}
        value={chosen}
        options={withChosen([['', t('allKinds')], ...kinds.sort((a, b) => a[1].localeCompare(b[1]))], chosen, kindName(Number(chosen)))}
        onChange={(kind) => setQuery({ kind })}
      />
      <Field label={t('search')} hint={t('searchHint')}>
        {(props) => (
          <input {...props} type="search" value={query.get('q') ?? ''} onInput={(event) => setQuery({ q: event.currentTarget.value })} />
        )}
      </Field>
      {narrowed && <a class="button" href={hrefOf(['board'], whose(query))}>{t('clear')}</a>}
      <a class="button" title={t('wallHint')} href={hrefOf(['board'], { ...Object.fromEntries(query), wall: '1' })}>{t('wall')}</a>
    </search>
  );
}

const whose = (query: URLSearchParams) => ({ committee: query.get('committee') ?? '', member: query.get('member') ?? '' });

// What the address asks for is offered, also where no list has it.
type Option = readonly [value: string, text: string];
const withChosen = (options: Option[], chosen: string, text = chosen): Option[] =>
  options.some(([value]) => value === chosen) ? options : [...options, [chosen, text]];

function Committees({ chosen }: { chosen: string }) {
  const { value } = useLoad((signal) => allOf(async (pageToken) => {
    const page = await members.listCommittees({ pageSize: 500, pageToken }, { signal });
    return { rows: page.committees, next: page.nextPageToken };
  }), []);
  const options = (value?.rows ?? []).map(({ name, reference }) => [idOf(name), reference] as const);
  return (
    <Choice
      label={t('committee')}
      value={chosen}
      options={withChosen([['', t('allCommittees')], ...options], chosen)}
      onChange={(committee) => setQuery({ committee })}
    />
  );
}

// The bodies that this person acts for; all of them, where a role is not of one body alone.
function Bodies({ chosen }: { chosen: string }) {
  const grants = useGrants() ?? [];
  const { bodies, every } = bodiesOf(grants);
  const everyone = every || committeesOf(grants).length > 0;
  const { value } = useLoad((signal) => allOf(async (pageToken) => {
    const page = await members.listMembers({ pageSize: 500, pageToken }, { signal });
    return { rows: page.members, next: page.nextPageToken };
  }), []);
  const options = (value?.rows ?? [])
    .filter((member) => everyone || bodies.includes(member.name))
    .map((member) => [idOf(member.name), [member.country, member.acronym].filter(Boolean).join(', ')] as const)
    .sort((a, b) => a[1].localeCompare(b[1]));
  if (options.length === 0 && !chosen) return null;
  return (
    <Choice
      label={t('body')}
      value={chosen}
      options={withChosen([['', t('allBodies')], ...options], chosen)}
      onChange={(member) => setQuery({ member })}
    />
  );
}
