// Every version of the result, with its cause, and what it changed of the one before.
import type { Ballot } from '../../../../gen/placet/ballots/v1/ballots_pb';
import { ResultCause, type Tally } from '../../../../gen/placet/ballots/v1/tallies_pb';
import { ballots } from '../../../api/clients';
import { useLoad } from '../../../api/load';
import { t as common } from '../../../texts/common';
import { t } from '../../../texts/result';
import { t as words } from '../../../texts/tally';
import { number } from '../../../texts/speak';
import { counted } from '../../../view/criterion';
import { Badge, Section, Shown, Table } from '../../../view/parts';
import { When } from '../../../view/time';
import { useNameOf } from './names';
import { countsShown, toneOf, verdictText } from './tally';

export function Versions({ ballot }: { ballot: Ballot }) {
  const versions = useLoad((signal) => ballots.listResultVersions({ parent: ballot.name }, { signal }), [ballot.name]);
  return (
    <Section title={t('versions')}>
      <p class="quiet">{t('versionsHint')}</p>
      <Shown of={versions}>{(value) => <Listed versions={value.versions} />}</Shown>
    </Section>
  );
}

function Listed({ versions }: { versions: Tally[] }) {
  const name = useNameOf();
  return (
    <Table
      caption={words('tableOf', { what: t('versions') })}
      columns={[
        { title: t('version'), cell: (tally) => number(tally.version) },
        { title: t('asOf'), cell: (tally) => <When time={tally.asOf} /> },
        {
          title: t('becauseOf'),
          cell: (tally) => (tally.cause === ResultCause.UNSPECIFIED ? '' : t(ResultCause[tally.cause] as 'CLOSING')),
        },
        { title: t('broughtBy'), cell: (tally) => <span lang="en">{tally.causedBy.map(name).join(', ')}</span> },
        { title: t('verdict'), cell: (tally) => <Badge tone={toneOf(tally.verdict)}>{verdictText(tally.verdict)}</Badge> },
        { title: t('whatChanged'), cell: (tally) => <Changes after={tally} before={versions[versions.indexOf(tally) - 1]} /> },
      ]}
      rows={versions}
      keyOf={(tally) => String(tally.version)}
    />
  );
}

function Changes({ before, after }: { before: Tally | undefined; after: Tally }) {
  if (!before) return <span class="quiet">{t('first')}</span>;
  const changes: string[] = [];
  const add = (what: string, one: string, other: string) =>
    one !== other && changes.push(t('changeOf', { what, before: one, after: other }));
  for (const [who, one, other] of [
    [words('pMembers'), before.pMembers, after.pMembers],
    [words('allBodies'), before.allBodies, after.allBodies],
  ] as const) {
    if (!one || !other) continue;
    for (const count of countsShown(other)) add(`${who}, ${words(count)}`, number(one[count]), number(other[count]));
  }
  for (const criterion of after.criteria) {
    const was = before.criteria.find(({ id }) => id === criterion.id);
    const said = (met: boolean, count: string) => `${met ? common('met') : common('notMet')} (${count})`;
    if (was) add(criterion.id, said(was.met, counted(was)), said(criterion.met, counted(criterion)));
  }
  add(t('verdict'), verdictText(before.verdict), verdictText(after.verdict));
  if (changes.length === 0) return <span class="quiet">{t('nothingChanged')}</span>;
  return (
    <ul class="plain-list">
      {changes.map((change) => (
        <li key={change}>{change}</li>
      ))}
    </ul>
  );
}
