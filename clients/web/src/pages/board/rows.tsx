// The open ballots as a table of which only the rows in sight are drawn: ISO has some 2,400 open at a
// time. Rows are keyed by their ballot, so that a delta touches nothing but what has changed, and say
// their place in the whole to a screen reader.
import { useLayoutEffect } from 'preact/hooks';
import type { BoardEntry } from '../../../gen/placet/ballots/v1/board_pb';
import { setQuery } from '../../route';
import { t } from '../../texts/board';
import { Empty, Keys, Section, useRowKeys } from '../../view/parts';
import { columnsOf, zoneNote, type BoardColumn } from './columns';
import { MARKED_FOR, SORTS, type Model, type Selection, type Sort, type Summary } from './model';
import { useWindow } from './window';

interface Props {
  rows: readonly BoardEntry[];
  whole: number;
  model: Model;
  now: number;
  summary: Summary;
  selection: Selection;
  ofBody: boolean;
}

export function Rows(props: Props) {
  const { rows, whole } = props;
  return (
    <Section title={t('list')} aside={<span role="status">{t('shown', { n: rows.length, whole })}</span>}>
      {whole === 0 && <Empty><strong>{t('noneOpen')}</strong> {t('noneOpenRemedy')}</Empty>}
      {whole > 0 && rows.length === 0 && <Empty>{t('noneMatch')}</Empty>}
      {rows.length > 0 && (
        <>
          <Windowed {...props} />
          <p class="hint">{zoneNote(rows[0]!)}</p>
          <Keys keys={[['j', t('down')], ['k', t('up')]]} />
        </>
      )}
    </Section>
  );
}

function Windowed({ rows, model, now, summary, selection, ofBody }: Props) {
  useRowKeys();
  const { region, window, look } = useWindow(rows.length);
  // Another order or selection is another list: it begins at its beginning.
  useLayoutEffect(() => region.current?.scrollTo(0, 0), [JSON.stringify(selection)]);
  const columns = columnsOf(ofBody, summary.seesTallies);
  const at = { now, today: summary.today };
  return (
    <div class="scroll board-scroll" role="region" aria-label={t('listed')} tabIndex={0} ref={region} onScroll={look}>
      <table class="board" aria-rowcount={rows.length + 1}>
        <caption class="away">{t('listed')}</caption>
        <colgroup>{columns.map((column) => <col key={column.id} class={`col-${column.id}`} />)}</colgroup>
        <thead>
          <tr aria-rowindex={1}>{columns.map((column) => <Head key={column.id} column={column} selection={selection} />)}</tr>
        </thead>
        <tbody>
          <Gap key="above" height={window.above} columns={columns.length} />
          {rows.slice(window.from, window.to).map((entry, index) => (
            <tr
              key={entry.name}
              data-row={entry.name}
              aria-rowindex={window.from + index + 2}
              class={model.received - (model.touched.get(entry.name) ?? 0) < MARKED_FOR ? 'changed' : ''}
            >
              {columns.map((column, place) =>
                place === 0
                  ? <th key={column.id} scope="row">{column.cell(entry, at)}</th>
                  : <td key={column.id} class={column.number ? 'number' : ''}>{column.cell(entry, at)}</td>)}
            </tr>
          ))}
          <Gap key="below" height={window.below} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

const Gap = ({ height, columns }: { height: number; columns: number }) =>
  height > 0 ? <tr class="gap" aria-hidden="true"><td colSpan={columns} style={{ height: `${height}px` }} /></tr> : null;

const ARROWS = { ascending: ' ↑', descending: ' ↓' };

function Head({ column, selection }: { column: BoardColumn; selection: Selection }) {
  const { id, title } = column;
  const sorted = selection.sort === id;
  const direction = sorted ? (selection.descending ? 'descending' : 'ascending') : undefined;
  const next = sorted && !selection.descending ? `-${id}` : id === 'closes' ? '' : id;
  return (
    <th scope="col" class={column.number ? 'number' : ''} aria-sort={direction}>
      {isSort(id)
        ? (
          <button type="button" class="sort" title={t('sortBy', { column: title })} onClick={() => setQuery({ sort: next })}>
            {title}{direction && <span aria-hidden="true">{ARROWS[direction]}</span>}
          </button>
        )
        : title}
    </th>
  );
}

const isSort = (id: string): id is Sort => SORTS.some((sort) => sort === id);
