// Comments that seem to say the same, side by side; confirmed as a group, they get one disposition.
import { useState } from 'preact/hooks';
import type { Ballot } from '../../../gen/placet/ballots/v1/ballots_pb';
import type { Group } from '../../../gen/placet/comments/v1/changes_pb';
import type { ChangeCommentsResponse } from '../../../gen/placet/comments/v1/comment_service_pb';
import { ConsensusService, type ListGroupsResponse } from '../../../gen/placet/comments/v1/consensus_service_pb';
import { requestId } from '../../api/clients';
import { useLoad, type Loaded } from '../../api/load';
import { useMayI, wish } from '../../api/may';
import { problemOf, type Problem } from '../../api/problem';
import { hrefOf, idOf } from '../../route';
import { t } from '../../texts/comments';
import { t as common } from '../../texts/common';
import { number, percent } from '../../texts/speak';
import { Button, Choice, Empty, Failure, Section, Shown } from '../../view/parts';
import { Bulk } from './bulk';
import { consensus } from './clients';
import { Proposal } from './proposal';
import { useUndo } from './undo';

const LEAST = ['40', '50', '60', '70', '80', '90'] as const;
const AT_ONCE = 10;

export function Similar({ ballot, groups, turn }: { ballot: Ballot; groups: Loaded<ListGroupsResponse>; turn: number }) {
  const [least, setLeast] = useState<(typeof LEAST)[number]>('50');
  const [shown, setShown] = useState(AT_ONCE);
  const [deciding, setDeciding] = useState<Group | null>(null);
  const [said, setSaid] = useState('');
  const [done, setDone] = useState<ChangeCommentsResponse | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const proposed = useLoad(
    (signal) => consensus.proposeGroups({ ballot: ballot.name, leastPercent: Number(least) }, { signal }),
    [ballot.name, least, turn],
  );
  const undoing = useUndo((answer) => {
    setDone(null);
    setSaid(t('undone', { n: answer.differences.length }));
  });
  const sample = proposed.value?.groups[0]?.comments ?? [];
  const [may] = useMayI(
    'comments',
    [wish(ConsensusService.method.putGroup, { parent: ballot.name, group: { title: '-', comments: sample.map(({ name }) => name) } })],
    [ballot.name, sample[0]?.name],
  );

  const put = async (
    group: { name?: string; title: string; comments: string[]; etag?: string },
    words: (put: Group) => string,
  ): Promise<boolean> => {
    setProblem(null);
    try {
      setSaid(words(await consensus.putGroup({ parent: ballot.name, group, requestId: requestId() })));
      groups.again();
      proposed.again();
      return true;
    } catch (error) {
      setProblem(problemOf(error));
      return false;
    }
  };
  const confirm = (title: string, comments: string[]) =>
    put({ title, comments }, (group) => t('groupConfirmed', { group: idOf(group.name), n: comments.length }));
  const dissolve = (group: Group) =>
    void put({ name: group.name, title: group.title, comments: [], etag: group.etag }, () =>
      t('groupDissolved', { group: idOf(group.name) }),
    );

  return (
    <>
      {(said || done) && (
        <div class="done" role="status">
          <span>{said}</span>
          {done?.change?.name && (
            <Button busy={undoing.busy} onClick={() => undoing.undo(done.change!.name)}>
              {t('undoAll', { n: done.differences.length })}
            </Button>
          )}
        </div>
      )}
      {problem && <Failure problem={problem} />}
      <Section title={t('groups')}>
        <Shown of={groups}>
          {({ groups: all }) => <Groups ballot={ballot} groups={all} may={may} onDecide={setDeciding} onDissolve={dissolve} />}
        </Shown>
      </Section>
      <Section
        title={t('similarTitle')}
        aside={
          <Choice
            label={t('least')}
            value={least}
            options={LEAST.map((one) => [one, percent(Number(one) / 100)] as const)}
            onChange={setLeast}
          />
        }
      >
        <p class="quiet">
          {t('similarHint')} {t('onlyHere')}
        </p>
        <Shown of={proposed}>
          {({ groups: all }) => {
            // What is confirmed needs no proposing.
            const fresh = all.filter(({ comments }) => !comments[0]?.group || comments.some(({ group }) => group !== comments[0]!.group));
            if (fresh.length === 0) return <Empty>{t('similarNone')}</Empty>;
            return (
              <>
                {fresh.slice(0, shown).map((group) => (
                  <Proposal key={group.comments.map(({ name }) => name).join()} group={group} may={may} onConfirm={confirm} />
                ))}
                {fresh.length > shown && (
                  <Button onClick={() => setShown(shown + AT_ONCE)}>
                    {common('more')} ({number(fresh.length - shown)})
                  </Button>
                )}
              </>
            );
          }}
        </Shown>
      </Section>
      {deciding && (
        <Bulk
          ballot={ballot.name}
          which={{ filter: { group: deciding.name }, count: deciding.comments.length }}
          onDone={(answer, what) => {
            setDeciding(null);
            setDone(answer);
            setSaid(what ? t('applied', { n: answer.differences.length, what }) : t('appliedPlain', { n: answer.differences.length }));
          }}
          onClose={() => setDeciding(null)}
        />
      )}
      {undoing.dialog}
    </>
  );
}

type May = ReturnType<typeof useMayI>[number];

function Groups({
  ballot,
  groups,
  may,
  onDecide,
  onDissolve,
}: {
  ballot: Ballot;
  groups: Group[];
  may: May;
  onDecide: (group: Group) => void;
  onDissolve: (group: Group) => void;
}) {
  const live = groups.filter(({ comments }) => comments.length > 0);
  if (live.length === 0) return <Empty>{t('groupsNone')}</Empty>;
  return (
    <ul class="entries">
      {live.map((group) => (
        <li key={group.name}>
          <p>
            <strong>{group.title}</strong>{' '}
            <span class="quiet">
              {idOf(group.name)} · {t('found', { n: group.comments.length })}
            </span>
          </p>
          <div class="row">
            <a class="button" href={hrefOf(['comments', idOf(ballot.name)], { group: idOf(group.name) })}>
              {t('groupShow')}
            </a>
            {(!may || may.allowed) && (
              <Button kind="main" onClick={() => onDecide(group)}>
                {t('groupDecide', { n: group.comments.length })}
              </Button>
            )}
            <Button may={may} onClick={() => onDissolve(group)} label={`${t('dissolve')}: ${group.title}`}>
              {t('dissolve')}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}
