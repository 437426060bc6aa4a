// The list of a ballot's comments: filters, the grid, what to do with many, and one at the side.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { BallotState, type Ballot } from '../../../gen/placet/ballots/v1/ballots_pb';
import { CommentService, type ChangeCommentsResponse, type CommentCounts } from '../../../gen/placet/comments/v1/comment_service_pb';
import type { Group } from '../../../gen/placet/comments/v1/changes_pb';
import { Disposition } from '../../../gen/placet/comments/v1/comments_pb';
import { requestId } from '../../api/clients';
import { useMayI, wish } from '../../api/may';
import { problemOf, type Problem } from '../../api/problem';
import { go, idOf, setQuery } from '../../route';
import { t } from '../../texts/comments';
import { t as common } from '../../texts/common';
import { focusGrid, Grid } from '../../view/grid';
import { Button, Empty, Failure, useKeys } from '../../view/parts';
import { Bulk, type Which } from './bulk';
import { comments } from './clients';
import { columnsOf, useNarrow } from './columns';
import { DetailPane, focusDetail } from './detail';
import { Export } from './export';
import { clearFilters, countFilters, filterKey, filterOf, Filters } from './filters';
import { KeysHelp, keysAreOn } from './keys';
import { usePeople } from './people';
import type { Rows } from './rows';
import { useUndo } from './undo';
import { dispositionText } from './words';

// Nobody has put the focus where it should stay.
const isFree = (): boolean => document.activeElement === document.body || !!document.activeElement?.closest('.grid');

interface Done {
  change: string;
  n: number;
  text: string;
  undo: boolean; // it was an undoing: what can be done again
}

export function List({
  ballot,
  query,
  rows,
  counts,
  groups,
}: {
  ballot: Ballot;
  query: URLSearchParams;
  rows: Rows;
  counts: CommentCounts | null;
  groups: Group[];
}) {
  const people = usePeople();
  const narrow = useNarrow();
  const { list, whole, marks } = rows;
  const [active, setActive] = useState(0);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef(0);
  const [bulk, setBulk] = useState<{ which: Which; first?: Disposition } | null>(null);
  const [help, setHelp] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const opened = query.get('comment');
  const openName = opened ? `${ballot.name}/comments/${opened}` : '';
  const filter = filterOf(query, ballot.name);
  const filters = countFilters(query);

  const sample = list[0];
  const [mayDecide] = useMayI(
    'comments',
    [
      wish(CommentService.method.changeComments, {
        parent: ballot.name,
        ...(sample ? { comments: [{ name: sample.name }] } : { filter: { query: 'x' } }),
        edit: { addTags: ['-'] },
      }),
    ],
    [ballot.name, ballot.state, sample?.name],
  );

  const columns = useMemo(() => columnsOf(people, marks, selected), [people, marks, selected]);
  const byName = useMemo(() => new Map(list.map((row, index) => [row.name, index])), [list]);
  const tags = useMemo(() => [...new Set(list.flatMap((row) => row.tags))].sort(), [list]);
  const openRow = list[byName.get(openName) ?? -1];

  // Another list: another place in it.
  const shownKey = filterKey(query);
  useEffect(() => {
    setActive(0);
    setSelected(new Set());
    anchor.current = 0;
  }, [shownKey]);
  // Who comes by a link to one comment finds the list at its place.
  const came = useRef(false);
  useEffect(() => {
    const at = byName.get(openName);
    if (came.current || at === undefined) return;
    came.current = true;
    setActive(at);
  }, [byName, openName]);

  // The one at the side follows the list, when somebody stays on a row.
  const follow = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const open = (index: number) => {
    const row = list[index];
    if (!row) return;
    setActive(index);
    anchor.current = index;
    clearTimeout(follow.current);
    const changes = { ...Object.fromEntries(query), comment: idOf(row.name) };
    // Once in the history, so that going back closes it.
    opened ? setQuery(changes) : go(['comments', idOf(ballot.name)], changes);
    setTimeout(() => isFree() && focusDetail(), 50);
  };
  const close = () => {
    setQuery({ comment: '' });
    setTimeout(() => isFree() && focusGrid(), 50);
  };
  const range = (from: number, to: number) => list.slice(Math.min(from, to), Math.max(from, to) + 1).map(({ name }) => name);
  const goTo = (index: number, extend: boolean) => {
    setActive(index);
    if (extend) setSelected(new Set([...selected, ...range(anchor.current, index)]));
    else anchor.current = index;
    clearTimeout(follow.current);
    const row = list[index];
    if (opened && row) follow.current = setTimeout(() => setQuery({ comment: idOf(row.name) }), 150);
  };
  const toggle = (index: number, extend: boolean) => {
    const row = list[index];
    if (!row) return;
    setActive(index);
    const next = new Set(selected);
    const names = extend ? range(anchor.current, index) : [row.name];
    const take = extend || !next.has(row.name);
    for (const name of names) take ? next.add(name) : next.delete(name);
    anchor.current = index;
    setSelected(next);
  };
  const step = (by: number, extend: boolean) => {
    focusGrid();
    goTo(Math.max(0, Math.min(list.length - 1, active + by)), extend);
  };

  const changed = (answer: ChangeCommentsResponse, text: string, undo = false) => {
    const n = answer.differences.length;
    setProblem(null);
    setBulk(null);
    rows.touch(answer.differences.map(({ comment }) => comment));
    if (answer.change?.name) setDone({ change: answer.change.name, n, text, undo });
  };
  const applied = (answer: ChangeCommentsResponse, what: string) => {
    const n = answer.differences.length;
    changed(answer, what ? t('applied', { n, what }) : t('appliedPlain', { n }));
  };
  const undoing = useUndo((answer) => changed(answer, t('undone', { n: answer.differences.length }), true));

  // By their names, with what was read of each, so that nobody's work is overwritten unseen.
  const references = (names: Iterable<string>) => () =>
    [...names].map((name) => ({ name, etag: list[byName.get(name) ?? -1]?.etag ?? '' }));
  const some = (first?: Disposition) => {
    if (mayDecide && !mayDecide.allowed)
      return setProblem({
        code: '',
        reason: '',
        sentence: mayDecide.refusal?.sentence ?? '',
        remedy: mayDecide.refusal?.remedy ?? '',
        fields: [],
        metadata: {},
      });
    const names = selected.size > 0 ? [...selected] : list[active] ? [list[active].name] : [];
    if (names.length > 0)
      setBulk({ which: { references: references(names), count: names.length }, ...(first === undefined ? {} : { first }) });
  };
  // One comment at once; what is selected, or needs a reason, after a look at it.
  const decide = async (disposition: Disposition) => {
    const row = list[active];
    if (selected.size > 0 || disposition === Disposition.NOT_ACCEPTED || !row || !mayDecide?.allowed) return some(disposition);
    try {
      const answer = await comments.changeComments({
        parent: ballot.name,
        comments: [{ name: row.name, etag: row.etag }],
        edit: { resolution: { disposition, decided: true } },
        requestId: requestId(),
      });
      applied(answer, dispositionText(disposition));
    } catch (error) {
      setProblem(problemOf(error));
      rows.touch([row.name]);
    }
  };

  useKeys(
    !keysAreOn()
      ? {}
      : {
          j: () => step(1, false),
          J: () => step(1, true),
          k: () => step(-1, false),
          K: () => step(-1, true),
          x: () => toggle(active, false),
          a: () => void decide(Disposition.ACCEPTED),
          A: () => void decide(Disposition.ACCEPTED_IN_PRINCIPLE),
          n: () => void decide(Disposition.NOT_ACCEPTED),
          d: () => some(),
          u: () => done && undoing.undo(done.change),
          '/': () => document.querySelector<HTMLElement>('.comment-filters [name=text]')?.focus(),
          '?': () => setHelp(true),
          Escape: () => (opened ? close() : setSelected(new Set())),
        },
  );

  const total = counts?.counts?.total ?? 0;
  const number = filters ? t('foundOf', { n: list.length, all: total }) : t('found', { n: list.length });
  return (
    <div class={opened ? 'with-one' : ''}>
      {ballot.state === BallotState.OPEN && <p class="quiet">{t('onlyYours')}</p>}
      <Filters query={query} counts={counts} groups={groups} tags={tags} narrow={narrow} />
      <div class="list-tools no-print">
        <p role="status" class="found">
          {whole ? number : t('loadedOf', { n: list.length })}
          {selected.size > 0 && <strong> · {t('selected', { n: selected.size })}</strong>}
        </p>
        {filters > 0 && <Button onClick={clearFilters}>{t('clearFilters', { n: filters })}</Button>}
        {selected.size > 0 ? (
          <>
            <Button kind="main" may={mayDecide} onClick={() => some()} shortcut="d">
              {t('decideSelected', { n: selected.size })}
            </Button>
            <Button onClick={() => setSelected(new Set())}>{t('selectNone')}</Button>
          </>
        ) : (
          <Button may={mayDecide} onClick={() => setBulk({ which: { filter, ...(whole ? { count: list.length } : {}) } })}>
            {t('decideFound')}
          </Button>
        )}
        {list.length > 0 && selected.size < list.length && (
          <Button onClick={() => setSelected(new Set(list.map(({ name }) => name)))}>{t('selectAll')}</Button>
        )}
        <Export ballot={ballot.name} filter={filter} filtered={filters > 0} />
        <Button onClick={() => setHelp(true)} shortcut="?">
          {t('keys')}
        </Button>
      </div>
      {done && (
        <div class="done" role="status">
          <span>{done.text}</span>
          <Button busy={undoing.busy} onClick={() => undoing.undo(done.change)} shortcut="u">
            {done.undo ? t('redo') : done.n > 1 ? t('undoAll', { n: done.n }) : t('undo')}
          </Button>
          <button type="button" class="plain" onClick={() => setDone(null)}>
            {common('close')}
          </button>
        </div>
      )}
      {problem && <Failure problem={problem} again={undefined} />}
      {rows.problem && <Failure problem={rows.problem} again={rows.again} />}
      <div class={`split ${opened ? 'opened' : ''}`}>
        <div class="split-list">
          {list.length > 0 ? (
            <Grid
              label={t('gridLabel')}
              columns={columns}
              rows={list}
              whole={whole}
              rowHeight={narrow ? 116 : 64}
              keyOf={({ name }) => name}
              active={Math.min(active, list.length - 1)}
              onActive={goTo}
              selected={selected}
              onToggle={toggle}
              onOpen={open}
              rowClass={({ name }) => `${marks.has(name) ? 'changed' : ''} ${name === openName ? 'shown' : ''}`}
              epoch={columns}
            />
          ) : whole ? (
            <Nothing filters={filters} />
          ) : (
            !rows.problem && (
              <p class="quiet" role="status">
                {common('loading')}
              </p>
            )
          )}
        </div>
        {opened && <DetailPane name={openName} row={openRow} onClose={close} onDone={applied} onComment={rows.put} />}
      </div>
      {bulk && <Bulk ballot={ballot.name} which={bulk.which} first={bulk.first} onDone={applied} onClose={() => setBulk(null)} />}
      {help && <KeysHelp onClose={() => setHelp(false)} />}
      {undoing.dialog}
    </div>
  );
}

function Nothing({ filters }: { filters: number }) {
  if (filters === 0) return <Empty>{t('nothingYet')}</Empty>;
  return (
    <Empty>
      {t('nothingFound')} <Button onClick={clearFilters}>{t('clearFilters', { n: filters })}</Button>
    </Empty>
  );
}
