// One proposed group: its comments side by side, which of them belong to it, and what they are about.
import { useState } from 'preact/hooks';
import type { Comment } from '../../../gen/placet/comments/v1/comments_pb';
import type { ProposedGroup } from '../../../gen/placet/comments/v1/consensus_service_pb';
import { useMayI } from '../../api/may';
import { t } from '../../texts/comments';
import { percent } from '../../texts/speak';
import { Badge, Button, Field } from '../../view/parts';
import { bodyCode, bodyOf, labelOf } from './words';

type May = ReturnType<typeof useMayI>[number];

export function Proposal({
  group,
  may,
  onConfirm,
}: {
  group: ProposedGroup;
  may: May;
  onConfirm: (title: string, comments: string[]) => Promise<boolean>;
}) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set()); // not of the group after all
  const [title, setTitle] = useState(() => firstWords(group.comments[0]?.comment ?? ''));
  const [busy, setBusy] = useState(false);
  const taken = group.comments.filter(({ name }) => !left.has(name));
  const confirm = async () => {
    setBusy(true);
    if (
      !(await onConfirm(
        title,
        taken.map(({ name }) => name),
      ))
    )
      setBusy(false);
  };
  return (
    <section class="alike" aria-label={group.comments.map(labelOf).join(', ')}>
      <p>
        <Badge>{t('alike', { percent: percent(group.percent / 100) })}</Badge>{' '}
        <span class="quiet">
          {group.bodies.map(bodyCode).join(', ')} · <span lang="en">{group.basis}</span>
        </span>
      </p>
      <div class="alike-texts" role="region" aria-label={t('tableOf', { what: group.comments.map(labelOf).join(', ') })} tabIndex={0}>
        {group.comments.map((comment, at) => (
          <Side
            key={comment.name}
            comment={comment}
            first={at === 0 ? null : group.comments[0]!}
            taken={!left.has(comment.name)}
            onTaken={(is) => {
              const next = new Set(left);
              is ? next.delete(comment.name) : next.add(comment.name);
              setLeft(next);
            }}
          />
        ))}
      </div>
      <div class="row">
        <Field label={t('groupTitle')}>
          {(props) => <input {...props} name="group_title" value={title} onInput={(event) => setTitle(event.currentTarget.value)} />}
        </Field>
        <Button
          kind="main"
          may={may}
          busy={busy}
          onClick={() => void confirm()}
          why={taken.length < 2 ? t('groupNeedsTwo') : title.trim() ? '' : t('groupNeedsTitle')}
        >
          {t('confirm', { n: taken.length })}
        </Button>
      </div>
    </section>
  );
}

function Side({
  comment,
  first,
  taken,
  onTaken,
}: {
  comment: Comment;
  first: Comment | null;
  taken: boolean;
  onTaken: (taken: boolean) => void;
}) {
  return (
    <article>
      <p>
        <label>
          <input
            type="checkbox"
            checked={taken}
            onChange={(event) => onTaken(event.currentTarget.checked)}
            aria-label={t('groupTake', { label: labelOf(comment) })}
          />{' '}
          <strong>{labelOf(comment)}</strong>{' '}
          <span class="quiet">
            {bodyOf(comment)}
            {comment.clause && ` · ${comment.clause}`}
          </span>
        </label>
      </p>
      <p class="said">
        <Marked text={comment.comment} against={first?.comment ?? null} />
      </p>
      {comment.proposedChange && (
        <p class="said proposed-text quiet">
          <Marked text={comment.proposedChange} against={first?.proposedChange ?? null} />
        </p>
      )}
    </article>
  );
}

const plain = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

// Words that the other text does not have.
function Marked({ text, against }: { text: string; against: string | null }) {
  if (against === null) return <>{text}</>;
  const known = new Set(against.split(/\s+/).map(plain));
  return <>{text.split(/(\s+)/).map((word, at) => (plain(word) && !known.has(plain(word)) ? <mark key={at}>{word}</mark> : word))}</>;
}

const firstWords = (text: string): string => {
  const cut = text.replace(/\s+/g, ' ').slice(0, 80);
  return cut.length < 80 ? cut : cut.slice(0, Math.max(20, cut.lastIndexOf(' ')));
};
