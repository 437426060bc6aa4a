// The columns of the list.
import { useEffect, useState } from 'preact/hooks';
import { Disposition, type Comment } from '../../../gen/placet/comments/v1/comments_pb';
import { t } from '../../texts/comments';
import type { GridColumn } from '../../view/grid';
import { Badge } from '../../view/parts';
import { day } from '../../view/time';
import { usePeople, whoIs } from './people';
import { isMine, type Mark } from './rows';
import { bodyOf, dispositionText, labelOf, stateText, toneOf, typesText, typeSigns } from './words';

// On a narrow screen a row takes three lines instead of one with columns.
const NARROW = matchMedia('(max-width: 760px)');
export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(NARROW.matches);
  useEffect(() => {
    const changed = () => setNarrow(NARROW.matches);
    NARROW.addEventListener('change', changed);
    return () => NARROW.removeEventListener('change', changed);
  }, []);
  return narrow;
}

// Two lines are shown; a page of text in each row would be laid out for nothing.
const beginning = (text: string): string => text.slice(0, 300);

const today = () => new Date().toISOString().slice(0, 10);

export function columnsOf(
  people: ReturnType<typeof usePeople>,
  marks: ReadonlyMap<string, Mark>,
  selected: ReadonlySet<string>,
): GridColumn<Comment>[] {
  return [
    {
      id: 'selected',
      title: t('colSelected'),
      cell: ({ name }) => (
        <>
          <span class="tick" aria-hidden="true">
            {selected.has(name) ? '✓' : ''}
          </span>
          <span class="away">{selected.has(name) ? t('isSelected') : t('notSelected')}</span>
        </>
      ),
    },
    {
      id: 'label',
      title: t('colLabel'),
      cell: (row) => (
        <>
          <strong>{labelOf(row)}</strong>
          {!row.label && <span class="quiet"> {bodyOf(row)}</span>}
        </>
      ),
    },
    { id: 'clause', title: t('colClause'), cell: ({ clause }) => clause || <span class="quiet">{t('wholeDocument')}</span> },
    {
      id: 'type',
      title: t('colType'),
      cell: ({ types }) => (
        <>
          <span aria-hidden="true">{typeSigns(types)}</span>
          <span class="away">{typesText(types) || t('typeNone')}</span>
        </>
      ),
    },
    {
      id: 'text',
      title: t('colComment'),
      cell: ({ comment }) => <span class="clamp">{beginning(comment) || <span class="quiet">{t('noText')}</span>}</span>,
    },
    { id: 'proposed', title: t('colProposed'), cell: ({ proposedChange }) => <span class="clamp quiet">{beginning(proposedChange)}</span> },
    {
      id: 'disposition',
      title: t('colDisposition'),
      cell: (row) => {
        const mark = marks.get(row.name);
        return (
          <>
            <Badge tone={toneOf(row)}>{stateText(row.state)}</Badge>
            {row.disposition !== Disposition.UNSPECIFIED && <span class="line">{dispositionText(row.disposition)}</span>}
            {mark && (
              <span class="line marked">{isMine(mark.actor) ? t('changedSelf') : t('changedBy', { who: whoIs(people, mark.actor) })}</span>
            )}
          </>
        );
      },
    },
    {
      id: 'assignee',
      title: t('colAssignee'),
      cell: ({ assignee, dueDay, tags }) => (
        <>
          {assignee && <span class="line">{whoIs(people, assignee)}</span>}
          {dueDay && (
            <span class={`line ${dueDay < today() ? 'soon' : 'quiet'}`}>
              {t(dueDay < today() ? 'overdue' : 'due', { day: day(dueDay) })}
            </span>
          )}
          {tags.length > 0 && <span class="line quiet">{tags.join(', ')}</span>}
        </>
      ),
    },
  ];
}
