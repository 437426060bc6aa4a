// What deserves a second look about who may vote. It changes no count.
import { RollFlagKind } from '../../../../gen/placet/ballots/v1/analysis_pb';
import type { Ballot } from '../../../../gen/placet/ballots/v1/ballots_pb';
import { analysis } from '../../../api/clients';
import { useLoad } from '../../../api/load';
import { t } from '../../../texts/result';
import { Badge, Failure, Section } from '../../../view/parts';
import { Members } from './names';

export function RollFlags({ ballot }: { ballot: Ballot }) {
  const roll = useLoad((signal) => analysis.getRollAt({ name: ballot.name }, { signal }), [ballot.name]);
  if (roll.problem) return <Failure problem={roll.problem} again={roll.again} />;
  if (!roll.value?.flags.length) return null;
  return (
    <Section title={t('secondLook')}>
      <p class="quiet">{t('secondLookHint')}</p>
      {roll.value.flags.map((flag) => (
        <div key={flag.kind} class="note">
          <Badge tone="warn">{t(RollFlagKind[flag.kind] as 'MASS_JOIN')}</Badge> <span lang="en">{flag.text}</span>
          <Members members={flag.members} />
        </div>
      ))}
    </Section>
  );
}
