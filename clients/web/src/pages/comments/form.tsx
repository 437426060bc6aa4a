// What the forms of one comment share: what is typed against what others do meanwhile, and the
// sending of it.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { timestampMs } from '@bufbuild/protobuf/wkt';
import type { Answer } from '../../../gen/placet/access/v1/access_service_pb';
import type { ChangeCommentsResponse } from '../../../gen/placet/comments/v1/comment_service_pb';
import type { Comment } from '../../../gen/placet/comments/v1/comments_pb';
import { requestId } from '../../api/clients';
import { useLoad } from '../../api/load';
import { problemOf, type Problem } from '../../api/problem';
import { t } from '../../texts/comments';
import { Button, Shown } from '../../view/parts';
import type { Edit } from './bulk';
import { comments } from './clients';
import { Entries } from './past';

type Done = (answer: ChangeCommentsResponse, what: string) => void;

// What is typed, against the comment as it was read when the typing began. When somebody else
// changes the comment meanwhile the typed is kept and the person decides.
export function useForm<V extends object>(comment: Comment, from: (comment: Comment) => V) {
  const [base, setBase] = useState(comment);
  const [typed, setTyped] = useState<V>(() => from(comment));
  const dirty = JSON.stringify(typed) !== JSON.stringify(from(base));
  const stale = base.etag !== comment.etag;
  const take = () => {
    setBase(comment);
    setTyped(from(comment));
  };
  useEffect(() => {
    if (!stale) return;
    // Where they say what was typed here already, or nothing of it was touched, there is no conflict.
    const same = JSON.stringify(from(comment)) === JSON.stringify(typed);
    if (!dirty || same) take();
    else if (JSON.stringify(from(comment)) === JSON.stringify(from(base))) setBase(comment);
  }, [comment.etag]);
  // What was typed here over what is there now; the rest is theirs.
  const merge = (): V => {
    const [was, now] = [from(base), from(comment)];
    const mine = Object.entries(typed).filter(([field, value]) => value !== was[field as keyof V]);
    const merged = { ...now, ...Object.fromEntries(mine) };
    setBase(comment);
    setTyped(merged);
    return merged;
  };
  return { base, typed, set: (part: Partial<V>) => setTyped({ ...typed, ...part }), stale: stale && dirty, take, merge };
}

// What others did to a comment since it was read.
export function Stale({ base, comment, onKeep, onTake }: { base: Comment; comment: Comment; onKeep: () => void; onTake: () => void }) {
  const since = useLoad((signal) => comments.listCommentHistory({ parent: comment.name }, { signal }), [comment.etag]);
  const read = base.updateTime ? timestampMs(base.updateTime) : 0;
  return (
    <div class="failure" role="alert">
      <p>
        <strong>{t('stale')}</strong>
      </p>
      <Shown of={since}>
        {({ entries }) => (
          <Entries entries={entries.filter((entry) => entry.change && entry.changeTime && timestampMs(entry.changeTime) > read)} />
        )}
      </Shown>
      <p>{t('staleRemedy')}</p>
      <div class="row">
        <Button onClick={onKeep}>{t('staleOver')}</Button>
        <Button onClick={onTake}>{t('staleTake')}</Button>
      </div>
    </div>
  );
}

export function useSave(comment: Comment, onDone: Done, refresh: () => void) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [id, setId] = useState(requestId);
  const save = async (edit: Edit, etag: string, what: string) => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await comments.changeComments({
        parent: comment.name.split('/comments/')[0]!,
        comments: [{ name: comment.name, etag }],
        edit,
        requestId: id,
      });
      setId(requestId());
      onDone(answer, what);
    } catch (error) {
      const refused = problemOf(error);
      if (refused.code !== 'unavailable') setId(requestId());
      // Somebody was faster: the comment is read again, and the form says what they did.
      if (refused.code === 'aborted') refresh();
      else setProblem(refused);
    }
    setBusy(false);
  };
  return { save, busy, problem };
}

export interface FormProps {
  comment: Comment;
  may: Answer | undefined;
  onDone: Done;
  refresh: () => void;
}

export function Form({ name, onSubmit, children }: { name: string; onSubmit: () => void; children: ComponentChildren }) {
  return (
    <form
      class="comment-form"
      name={name}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}
