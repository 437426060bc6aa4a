// Undoing a change as one. Where comments have changed since, the service refuses; then it is shown
// what has, by whom, and the others can be undone without these.
import { useState } from 'preact/hooks';
import type { HistoryEntry, SkippedComment } from '../../../gen/placet/comments/v1/changes_pb';
import type { ChangeCommentsResponse } from '../../../gen/placet/comments/v1/comment_service_pb';
import { requestId } from '../../api/clients';
import { problemOf, type Problem } from '../../api/problem';
import { idOf } from '../../route';
import { t } from '../../texts/comments';
import { t as common } from '../../texts/common';
import { Button, Dialog, Failure } from '../../view/parts';
import { comments } from './clients';
import { Entries } from './past';

interface Since {
  left: SkippedComment;
  entries: HistoryEntry[];
}
interface Refused {
  change: string;
  problem: Problem;
  since: Since[];
  all: number; // comments that have changed since; of the first some is shown how
}

const MOST_SHOWN = 12;

async function changedSince(change: string): Promise<{ since: Since[]; all: number }> {
  const number = Number(idOf(change));
  const { skipped } = await comments.undoChange({ name: change, skipChanged: true, validateOnly: true, requestId: requestId() });
  const since = await Promise.all(
    skipped.slice(0, MOST_SHOWN).map(async (left) => {
      const { entries } = await comments.listCommentHistory({ parent: left.comment });
      return { left, entries: entries.filter((entry) => Number(idOf(entry.change)) > number) };
    }),
  );
  return { since, all: skipped.length };
}

export function useUndo(done: (answer: ChangeCommentsResponse) => void) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);

  const undo = async (change: string, skipChanged = false) => {
    setBusy(true);
    try {
      const answer = await comments.undoChange({ name: change, skipChanged, requestId: requestId() });
      setRefused(null);
      done(answer);
    } catch (error) {
      const problem = problemOf(error);
      const found = problem.reason === 'CHANGED_SINCE' ? await changedSince(change).catch(() => null) : null;
      setRefused({ change, problem, since: found?.since ?? [], all: found?.all ?? 0 });
    }
    setBusy(false);
  };

  const dialog = refused && (
    <Dialog title={t('undoRefused')} onClose={() => setRefused(null)}>
      {/* The remedy for programs is the button below. */}
      <Failure problem={refused.since.length > 0 ? { ...refused.problem, remedy: '' } : refused.problem} />
      {refused.since.length > 0 && (
        <>
          <h3>{t('changedSince')}</h3>
          {refused.since.map(({ left, entries }) => (
            <section key={left.comment}>
              <h4>{left.label || idOf(left.comment)}</h4>
              <Entries entries={entries} />
            </section>
          ))}
          {refused.all > refused.since.length && <p class="quiet">{t('firstOf', { shown: refused.since.length, n: refused.all })}</p>}
        </>
      )}
      <div class="row">
        {refused.problem.reason === 'CHANGED_SINCE' && (
          <Button kind="main" busy={busy} onClick={() => void undo(refused.change, true)}>
            {t('undoRest')}
          </Button>
        )}
        <Button onClick={() => setRefused(null)}>{common('close')}</Button>
      </div>
    </Dialog>
  );
  return { undo: (change: string) => void undo(change), busy, dialog };
}
