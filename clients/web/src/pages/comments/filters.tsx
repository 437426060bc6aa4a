// The filters of the list. They stand in the address; the service applies them.
import type { CommentCounts } from '../../../gen/placet/comments/v1/comment_service_pb';
import type { Group } from '../../../gen/placet/comments/v1/changes_pb';
import { CommentState, CommentType, Disposition } from '../../../gen/placet/comments/v1/comments_pb';
import { useEffect, useState } from 'preact/hooks';
import { idOf, setQuery } from '../../route';
import { t } from '../../texts/comments';
import { Choice, Field } from '../../view/parts';
import { usePeople, whoIs } from './people';
import type { Filter } from './rows';
import { ALL_STATES, ALL_TYPES, bodyCode, dispositionText, GIVEN, stateText, typeText } from './words';

export const FILTERS = ['text', 'clause', 'body', 'type', 'disposition', 'state', 'assignee', 'tag', 'group', 'due'] as const;
export type FilterName = (typeof FILTERS)[number];

const nameOf = (names: object, value: number): string => (names as Record<number, string>)[value]!.toLowerCase();
const valueOf = (names: object, name: string): number => (names as Record<string, number>)[name.toUpperCase()] ?? 0;

// From the address to what the service is asked.
export function filterOf(query: URLSearchParams, ballot: string): Filter {
  const said = (name: FilterName) => query.get(name) ?? '';
  const filter: Filter = {};
  if (said('text')) filter.query = said('text');
  if (said('clause')) filter.clause = said('clause');
  if (said('body').startsWith('members/')) filter.member = said('body');
  else if (said('body')) filter.liaison = said('body');
  if (said('type')) filter.type = valueOf(CommentType, said('type')) as CommentType;
  if (said('disposition')) filter.dispositions = [valueOf(Disposition, said('disposition').replace('none', 'unspecified')) as Disposition];
  if (said('state') === 'unresolved') filter.unresolved = true;
  else if (said('state')) filter.states = [valueOf(CommentState, said('state')) as CommentState];
  if (said('assignee')) filter.assignee = `people/${said('assignee')}`;
  if (said('tag')) filter.tag = said('tag');
  if (said('group')) filter.group = `${ballot}/groups/${said('group')}`;
  if (said('due')) filter.dueBefore = said('due');
  return filter;
}

export const filterKey = (query: URLSearchParams): string => FILTERS.map((name) => query.get(name) ?? '').join('\n');
export const countFilters = (query: URLSearchParams): number => FILTERS.filter((name) => query.get(name)).length;
export const clearFilters = () => setQuery(Object.fromEntries(FILTERS.map((name) => [name, ''])));

// Asked when somebody pauses, not with each letter.
function Typed({
  label,
  name,
  value,
  list,
  type = 'search',
}: {
  label: string;
  name: FilterName;
  value: string;
  list?: string[];
  type?: string;
}) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => setQuery({ [name]: typed }), 250);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <Field label={label}>
      {(props) => (
        <>
          <input
            {...props}
            type={type}
            name={name}
            value={typed}
            list={list && `${props.id}-list`}
            onInput={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          />
          {list && (
            <datalist id={`${props.id}-list`}>
              {list.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  );
}

function Chosen({
  label,
  name,
  value,
  options,
}: {
  label: string;
  name: FilterName;
  value: string;
  options: (readonly [string, string])[];
}) {
  // What the address says is shown even if it is no longer offered.
  const known = !value || options.some(([option]) => option === value);
  const all: (readonly [string, string])[] = [['', t('any')], ...options, ...(known ? [] : [[value, value] as const])];
  return <Choice label={label} value={value} options={all} onChange={(chosen) => setQuery({ [name]: chosen })} />;
}

export function Filters({
  query,
  counts,
  groups,
  tags,
  narrow,
}: {
  query: URLSearchParams;
  counts: CommentCounts | null;
  groups: Group[];
  tags: string[];
  narrow: boolean; // only the search is in sight, the others one step away
}) {
  const people = usePeople();
  const said = (name: FilterName) => query.get(name) ?? '';
  const bodies = Object.keys(counts?.byBody ?? {})
    .filter(Boolean)
    .sort()
    .map((body) => [body, bodyCode(body)] as const);
  const often = (
    <>
      <Typed label={t('filterClause')} name="clause" value={said('clause')} list={counts?.clauses.map(({ clause }) => clause) ?? []} />
      <Chosen label={t('filterBody')} name="body" value={said('body')} options={bodies} />
      <Chosen
        label={t('filterType')}
        name="type"
        value={said('type')}
        options={ALL_TYPES.map((type) => [nameOf(CommentType, type), typeText(type)])}
      />
      <Chosen
        label={t('filterDisposition')}
        name="disposition"
        value={said('disposition')}
        options={[
          ['none', t('none')],
          ...[...GIVEN, Disposition.WITHDRAWN].map((one) => [nameOf(Disposition, one), dispositionText(one)] as const),
        ]}
      />
      <Chosen
        label={t('filterState')}
        name="state"
        value={said('state')}
        options={[
          ['unresolved', t('filterUnresolved')],
          ...ALL_STATES.map((state) => [nameOf(CommentState, state), stateText(state)] as const),
        ]}
      />
    </>
  );
  const rare = (
    <>
      <Chosen
        label={t('filterAssignee')}
        name="assignee"
        value={said('assignee')}
        options={[...people.keys()].map((name) => [idOf(name), whoIs(people, name)] as const)}
      />
      <Typed label={t('filterTag')} name="tag" value={said('tag')} list={tags} />
      <Chosen
        label={t('filterGroup')}
        name="group"
        value={said('group')}
        options={groups.map(({ name, title }) => [idOf(name), `${idOf(name)} ${title}`] as const)}
      />
      <Typed label={t('filterDue')} name="due" value={said('due')} type="date" />
    </>
  );
  return (
    <search class="comment-filters" aria-label={t('filters')}>
      <div class="filter-row">
        <Typed label={t('filterText')} name="text" value={said('text')} />
        {!narrow && often}
      </div>
      <details open={RARE.some((name) => said(name))}>
        <summary>{t('moreFilters')}</summary>
        <div class="filter-row">
          {narrow && often}
          {rare}
        </div>
      </details>
    </search>
  );
}

const RARE = ['assignee', 'tag', 'group', 'due'] as const;
