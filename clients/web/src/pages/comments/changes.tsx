// What was changed, the newest first; each can be undone as one.
import { useEffect, useState } from 'preact/hooks';
import type { Ballot } from '../../../gen/placet/ballots/v1/ballots_pb';
import { ChangeKind, type Change } from '../../../gen/placet/comments/v1/changes_pb';
import { CommentService } from '../../../gen/placet/comments/v1/comment_service_pb';
import { useMayI, wish } from '../../api/may';
import { problemOf, type Problem } from '../../api/problem';
import { idOf } from '../../route';
import { t } from '../../texts/comments';
import { t as common } from '../../texts/common';
import { number } from '../../texts/speak';
import { Badge, Button, Empty, Failure, Loading, Section, Table } from '../../view/parts';
import { When } from '../../view/time';
import { comments } from './clients';
import { usePeople, whoIs } from './people';
import { useUndo } from './undo';
import { kindText } from './words';

const UNDOABLE = [ChangeKind.EDIT, ChangeKind.UNDO, ChangeKind.GROUP];
const PAGE = 50;

export function Changes({ ballot, turn }: { ballot: Ballot; turn: number }) {
  const people = usePeople();
  const [changes, setChanges] = useState<Change[] | null>(null);
  const [next, setNext] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [done, setDone] = useState('');
  const [again, setAgain] = useState(0);

  const load = async (pageToken: string, before: Change[], signal?: AbortSignal) => {
    try {
      const page = await comments.listChanges({ parent: ballot.name, pageSize: PAGE, pageToken }, signal ? { signal } : {});
      if (signal?.aborted) return;
      setChanges([...before, ...page.changes]);
      setNext(page.nextPageToken);
      setProblem(null);
    } catch (error) {
      if (!signal?.aborted) setProblem(problemOf(error));
    }
  };
  useEffect(() => {
    const gone = new AbortController();
    void load('', [], gone.signal);
    return () => gone.abort();
  }, [ballot.name, turn, again]);

  const newest = changes?.find(({ kind, undoneBy }) => UNDOABLE.includes(kind) && !undoneBy);
  const [may] = useMayI('comments', newest ? [wish(CommentService.method.undoChange, { name: newest.name, skipChanged: true })] : [], [
    newest?.name,
  ]);
  const undoing = useUndo(({ differences }) => {
    setDone(t('undone', { n: differences.length }));
    setAgain((n) => n + 1);
  });
  return (
    <Section title={t('changes')}>
      <p role="status">{done}</p>
      {problem && <Failure problem={problem} again={() => setAgain((n) => n + 1)} />}
      {!changes && !problem && <Loading />}
      {changes?.length === 0 && <Empty>{t('changesNone')}</Empty>}
      {changes && changes.length > 0 && (
        <Table
          caption={t('tabChanges')}
          rows={changes}
          keyOf={({ name }) => name}
          columns={[
            { title: t('changeNumber'), cell: ({ name }) => idOf(name) },
            { title: t('when'), cell: ({ changeTime }) => <When time={changeTime} /> },
            { title: t('who'), cell: ({ actor }) => whoIs(people, actor) },
            { title: t('what'), cell: ({ kind, undoes }) => (undoes ? t('undoes', { n: idOf(undoes) }) : kindText(kind)) },
            { title: t('total'), number: true, cell: (change) => number(change.comments) },
            { title: t('why'), cell: ({ reason }) => <span class="said">{reason}</span> },
            {
              title: t('undo'),
              cell: ({ name, kind, undoneBy }) => {
                if (undoneBy) return <Badge>{t('undoneBy', { n: idOf(undoneBy) })}</Badge>;
                if (!UNDOABLE.includes(kind)) return null;
                // Why one may not is said once, at the newest.
                if (may && !may.allowed && name !== newest?.name) return null;
                return (
                  <Button may={may} busy={undoing.busy} onClick={() => undoing.undo(name)} label={`${t('undo')}: ${idOf(name)}`}>
                    {t('undo')}
                  </Button>
                );
              },
            },
          ]}
        />
      )}
      {next && <Button onClick={() => void load(next, changes ?? [])}>{common('more')}</Button>}
      {undoing.dialog}
    </Section>
  );
}
