// What bodies say of a comment: the answer of its own, support of others, replies.
import { useState } from 'preact/hooks';
import type { Answer } from '../../../gen/placet/access/v1/access_service_pb';
import { Support } from '../../../gen/placet/comments/v1/comment_service_pb';
import type { Comment } from '../../../gen/placet/comments/v1/comments_pb';
import { requestId } from '../../api/clients';
import { problemOf, type Problem } from '../../api/problem';
import { t } from '../../texts/comments';
import { Badge, Button, Choice, Failure, Field } from '../../view/parts';
import { When } from '../../view/time';
import { comments } from './clients';
import { usePeople, whoIs } from './people';
import { bodyCode } from './words';

function useAct(onDone: (comment: Comment) => void, refresh: () => void) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [id, setId] = useState(requestId);
  const act = async (call: (requestId: string) => Promise<Comment>): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      onDone(await call(id));
      setId(requestId());
      return true;
    } catch (error) {
      const refused = problemOf(error);
      setProblem(refused);
      if (refused.code !== 'unavailable') setId(requestId());
      if (refused.code === 'aborted') refresh();
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { act, busy, problem };
}

interface Props {
  comment: Comment;
  onDone: (comment: Comment) => void;
  refresh: () => void;
}

export function BodyAnswer({
  comment,
  mayAnswer,
  mayWithdraw,
  onDone,
  refresh,
}: Props & { mayAnswer: Answer | undefined; mayWithdraw: Answer | undefined }) {
  const people = usePeople();
  const [reason, setReason] = useState('');
  const { act, busy, problem } = useAct(onDone, refresh);
  const { name, etag, answer } = comment;
  const say = (accepted: boolean) =>
    act((requestId) => comments.answerComment({ name, etag, accepted, reason, requestId })).then((ok) => ok && setReason(''));
  return (
    <>
      {answer ? (
        <p>
          <Badge tone={answer.accepted ? 'good' : 'bad'}>{answer.accepted ? t('answerAccepted') : t('answerObjects')}</Badge>{' '}
          <span class="quiet">
            {whoIs(people, answer.person)}, <When time={answer.answerTime} />
          </span>
          {answer.reason && <span class="said"> {answer.reason}</span>}
        </p>
      ) : (
        <p class="quiet">{t('answerNone')}</p>
      )}
      {mayAnswer?.allowed && (
        <Field label={t('answerReason')} hint={t('answerReasonHint')}>
          {(props) => (
            <textarea {...props} name="answer_reason" rows={2} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
          )}
        </Field>
      )}
      {problem && <Failure problem={problem} />}
      <div class="row">
        <Button may={mayAnswer} busy={busy} onClick={() => void say(true)}>
          {t('answerAccept')}
        </Button>
        {mayAnswer?.allowed && (
          <Button kind="danger" busy={busy} why={reason.trim() ? '' : t('answerReasonHint')} onClick={() => void say(false)}>
            {t('answerObject')}
          </Button>
        )}
        {mayWithdraw?.allowed && (
          <Button
            kind="danger"
            busy={busy}
            onClick={() => void act((requestId) => comments.withdrawComment({ name, etag, reason, requestId }))}
          >
            {t('withdraw')}
          </Button>
        )}
      </div>
    </>
  );
}

// A body that voted against says on which of its comments its vote depends: always all of them.
export function Condition({ comment, may, onDone, refresh }: Props & { may: Answer | undefined }) {
  const { act, busy, problem } = useAct(onDone, refresh);
  const depends = comment.conditionsVote;
  const say = () =>
    act(async (requestId) => {
      const parent = comment.name.split('/comments/')[0]!;
      const named: string[] = [];
      let pageToken = '';
      do {
        const page = await comments.listComments({ parent, filter: { member: comment.member }, pageSize: 500, pageToken });
        named.push(...page.comments.filter(({ conditionsVote }) => conditionsVote).map(({ name }) => name));
        pageToken = page.nextPageToken;
      } while (pageToken);
      const wanted = depends ? named.filter((name) => name !== comment.name) : [...named, comment.name];
      await comments.conditionVote({ parent, member: comment.member, comments: wanted, requestId });
      return comments.getComment({ name: comment.name });
    });
  if (!may?.allowed) return null;
  return (
    <>
      {problem && <Failure problem={problem} />}
      <Button busy={busy} onClick={() => void say()}>
        {depends ? t('dependsNot') : t('depends')}
      </Button>
    </>
  );
}

export function Supporting({ comment, as, may, onDone, refresh }: Props & { as: string; may: Answer | undefined }) {
  const { act, busy, problem } = useAct(onDone, refresh);
  const codes = (bodies: string[]) => bodies.map(bodyCode).join(', ');
  const who = bodyCode(as);
  const say = (support: Support) =>
    void act((requestId) => comments.supportComment({ name: comment.name, member: as, support, requestId }));
  const said = comment.supporters.includes(as) ? Support.SUPPORTS : comment.opponents.includes(as) ? Support.OPPOSES : Support.UNSPECIFIED;
  return (
    <>
      {comment.supporters.length > 0 && (
        <p>
          <Badge tone="good">{t('supportedBy', { who: codes(comment.supporters) })}</Badge>
        </p>
      )}
      {comment.opponents.length > 0 && (
        <p>
          <Badge tone="bad">{t('opposedBy', { who: codes(comment.opponents) })}</Badge>
        </p>
      )}
      {comment.supporters.length + comment.opponents.length === 0 && <p class="quiet">{t('supportNone')}</p>}
      {problem && <Failure problem={problem} />}
      {as && (
        <div class="row">
          {said !== Support.SUPPORTS && (
            <Button may={may} busy={busy} onClick={() => say(Support.SUPPORTS)}>
              {t('supportAs', { who })}
            </Button>
          )}
          {may?.allowed && said !== Support.OPPOSES && (
            <Button busy={busy} onClick={() => say(Support.OPPOSES)}>
              {t('opposeAs', { who })}
            </Button>
          )}
          {may?.allowed && said !== Support.UNSPECIFIED && (
            <Button busy={busy} onClick={() => say(Support.UNSPECIFIED)}>
              {t('supportClear', { who })}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

export function Replies({ comment, as, may, onDone, refresh }: Props & { as: string; may: Answer | undefined }) {
  const people = usePeople();
  const [text, setText] = useState('');
  const { act, busy, problem } = useAct(onDone, refresh);
  const reply = () =>
    void act((requestId) => comments.replyToComment({ name: comment.name, member: as, text, requestId })).then((ok) => ok && setText(''));
  return (
    <>
      {comment.replies.length === 0 && <p class="quiet">{t('repliesNone')}</p>}
      <ol class="entries">
        {comment.replies.map((one, at) => (
          <li key={at}>
            <p>
              <strong>{one.member ? bodyCode(one.member) : t('asOfficer')}</strong>{' '}
              <span class="quiet">
                {whoIs(people, one.person)}, <When time={one.replyTime} />
              </span>
            </p>
            <p class="said">{one.text}</p>
          </li>
        ))}
      </ol>
      {may?.allowed && (
        <Field label={t('replyText')}>
          {(props) => <textarea {...props} name="reply" rows={2} value={text} onInput={(event) => setText(event.currentTarget.value)} />}
        </Field>
      )}
      {problem && <Failure problem={problem} />}
      <Button may={may} busy={busy} why={may?.allowed && !text.trim() ? t('replyNeeded') : ''} onClick={reply}>
        {t('reply')}
      </Button>
    </>
  );
}

// In whose name. Who votes for nobody speaks as an officer, and the service says whether it is one.
export function InNameOf({ bodies, as, onChange }: { bodies: string[]; as: string; onChange: (as: string) => void }) {
  if (bodies.length < 2) return null;
  return <Choice label={t('inNameOf')} value={as} options={bodies.map((body) => [body, bodyCode(body)] as const)} onChange={onChange} />;
}
