// One comment with all that has become of it, beside the list.
import { useEffect, useRef, useState } from 'preact/hooks';
import { CommentService, type ChangeCommentsResponse } from '../../../gen/placet/comments/v1/comment_service_pb';
import { Disposition, type Comment } from '../../../gen/placet/comments/v1/comments_pb';
import { useLoad } from '../../api/load';
import { useMayI, wish } from '../../api/may';
import { hrefOf, idOf } from '../../route';
import { t } from '../../texts/comments';
import { t as common } from '../../texts/common';
import { Badge, Shown } from '../../view/parts';
import { When } from '../../view/time';
import { AssignmentForm } from './assignment';
import { comments } from './clients';
import { CorrectionForm } from './correction';
import { DispositionForm } from './disposition';
import { History, Origin } from './past';
import { useBodies, useMyBodies } from './people';
import { BodyAnswer, Condition, InNameOf, Replies, Supporting } from './said';
import { bodyOf, dispositionText, labelOf, stateText, toneOf, typesText } from './words';

export function DetailPane({
  name,
  row,
  onClose,
  onDone,
  onComment,
}: {
  name: string;
  row: Comment | undefined; // as the list has it
  onClose: () => void;
  onDone: (answer: ChangeCommentsResponse, what: string) => void;
  onComment: (comment: Comment) => void;
}) {
  const loaded = useLoad(async (signal) => row ?? (await comments.getComment({ name }, { signal })), [name, row?.etag]);
  const head = useRef<HTMLHeadingElement>(null);
  const refresh = () =>
    void comments.getComment({ name }).then(
      (comment) => {
        onComment(comment);
        loaded.set(comment);
      },
      () => loaded.again(),
    );
  // What is shown is never the one before under the new name.
  const value = row ?? (loaded.value?.name === name ? loaded.value : null);
  return (
    <aside class="card detail" aria-label={t('commentOf', { label: value ? labelOf(value) : idOf(name) })}>
      <header>
        <h2 ref={head} tabIndex={-1} class="detail-head">
          {value ? labelOf(value) : idOf(name)}
        </h2>
        <button type="button" class="plain" onClick={onClose}>
          <span class="wide-only">{common('close')}</span>
          <span class="small-only">{t('back')}</span>
        </button>
      </header>
      <Shown of={{ ...loaded, value, problem: value ? null : loaded.problem }}>
        {(comment) => (
          <Detail
            key={comment.name}
            comment={comment}
            onDone={(answer, what) => {
              onDone(answer, what);
              refresh();
            }}
            onComment={(changed) => {
              onComment(changed);
              loaded.set(changed);
            }}
            refresh={refresh}
          />
        )}
      </Shown>
    </aside>
  );
}

export const focusDetail = (): void => document.querySelector<HTMLElement>('.detail-head')?.focus();

function Detail({
  comment,
  onDone,
  onComment,
  refresh,
}: {
  comment: Comment;
  onDone: (answer: ChangeCommentsResponse, what: string) => void;
  onComment: (comment: Comment) => void;
  refresh: () => void;
}) {
  const mine = useMyBodies();
  const bodies = useBodies();
  const [chosen, setChosen] = useState('');
  const ballot = comment.name.split('/comments/')[0]!;
  const as = chosen || (mine.includes(comment.member) ? comment.member : (mine[0] ?? ''));
  const { name, etag } = comment;
  const { changeComments, answerComment, withdrawComment, supportComment, replyToComment, conditionVote } = CommentService.method;

  // Forms of a comment that is only passed by on the way through the list are not worth a question.
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(name), 120);
    return () => clearTimeout(timer);
  }, [name]);
  const [mayDecide, mayEdit, mayAnswer, mayWithdraw, maySupport, mayReply, mayCondition] = useMayI(
    'comments',
    asked !== name
      ? []
      : [
          wish(changeComments, {
            parent: ballot,
            comments: [{ name }],
            edit: { resolution: { disposition: Disposition.ACCEPTED, decided: true } },
          }),
          wish(changeComments, { parent: ballot, comments: [{ name }], edit: { addTags: ['-'] } }),
          wish(answerComment, { name, etag, accepted: true }),
          wish(withdrawComment, { name, etag }),
          wish(supportComment, { name, member: as || comment.member, support: 1 }),
          wish(replyToComment, { name, member: as, text: '-' }),
          wish(conditionVote, { parent: ballot, member: comment.member, comments: [name] }),
        ],
    [asked, etag, as],
  );

  const body = bodies.get(comment.member);
  const answering = (
    <>
      <h3>{t('answerTitle')}</h3>
      <BodyAnswer comment={comment} mayAnswer={mayAnswer} mayWithdraw={mayWithdraw} onDone={onComment} refresh={refresh} />
      <Condition comment={comment} may={mayCondition} onDone={onComment} refresh={refresh} />
    </>
  );
  const place = [comment.clause || t('wholeDocument'), comment.line && t('line', { line: comment.line }), comment.element]
    .filter(Boolean)
    .join(' · ');
  return (
    <>
      <p class="detail-badges">
        <Badge tone={toneOf(comment)}>{stateText(comment.state)}</Badge>{' '}
        {comment.disposition !== Disposition.UNSPECIFIED && <Badge>{dispositionText(comment.disposition)}</Badge>}{' '}
        {comment.conditionsVote && <Badge tone="warn">{t('vote')}</Badge>}
      </p>
      <dl>
        <dt>{t('body')}</dt>
        <dd>{body ? `${bodyOf(comment)}, ${[body.acronym, body.country].filter(Boolean).join(', ')}` : bodyOf(comment)}</dd>
        <dt>{t('place')}</dt>
        <dd>{place}</dd>
        <dt>{t('colType')}</dt>
        <dd>{typesText(comment.types) || t('typeNone')}</dd>
        {comment.group && (
          <>
            <dt>{t('filterGroup')}</dt>
            <dd>
              <a href={hrefOf(['comments', idOf(ballot)], { group: idOf(comment.group) })}>
                {t('inGroup', { group: idOf(comment.group) })}
              </a>
            </dd>
          </>
        )}
        {comment.attachments.length > 0 && (
          <>
            <dt>{t('attachments')}</dt>
            <dd>{comment.attachments.join(', ')}</dd>
          </>
        )}
      </dl>
      <h3>{t('colComment')}</h3>
      <p class="said">{comment.comment || t('noText')}</p>
      <h3>{t('colProposed')}</h3>
      <p class={comment.proposedChange ? 'said proposed-text' : 'quiet'}>{comment.proposedChange || t('noProposal')}</p>

      <h3>{t('disposition')}</h3>
      <DispositionForm comment={comment} may={mayDecide} onDone={onDone} refresh={refresh} />
      {mine.includes(comment.member) && answering}
      <h3>{t('assignment')}</h3>
      <AssignmentForm comment={comment} may={mayEdit} onDone={onDone} refresh={refresh} />
      {!mine.includes(comment.member) && answering}
      <InNameOf bodies={mine} as={as} onChange={setChosen} />
      <h3>{t('supportTitle')}</h3>
      <Supporting comment={comment} as={as} may={maySupport} onDone={onComment} refresh={refresh} />
      <h3>{t('replies')}</h3>
      <Replies comment={comment} as={as} may={mayReply} onDone={onComment} refresh={refresh} />
      {mayEdit?.allowed && (
        <Later title={t('correction')}>
          <CorrectionForm comment={comment} may={mayEdit} onDone={onDone} refresh={refresh} />
        </Later>
      )}
      <Later title={t('history')}>
        <History comment={comment} />
      </Later>
      <Later title={t('origin')}>
        <Origin comment={comment} />
      </Later>
      <p class="quiet">
        <When time={comment.updateTime} />
      </p>
    </>
  );
}

// Drawn, and asked for, when it is opened.
function Later({ title, children }: { title: string; children: preact.ComponentChildren }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="later" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {open && children}
    </details>
  );
}
