// What a committee has below it and beside it: groups with their convenors, subcommittees, liaisons.
import type { Committee, Group, Liaison } from '../../../gen/placet/members/v1/members_pb';
import { hrefOf, idOf, type Route } from '../../route';
import { t } from '../../texts/committees';
import { groupWord, liaisonWord } from '../../texts/directory';
import { Empty, Section, Shown, Table, type Column } from '../../view/parts';
import { DayChoice, dayOf, dayWord } from './day';
import { NotKnown, Says, Since, Until } from './facts';
import { useCommittees, useGroups, useLiaisons } from './load';

const words = new Intl.Collator('en', { numeric: true });

export function Structure({ committee, route }: { committee: Committee; route: Route }) {
  return (
    <>
      <Groups committee={committee} />
      <Subcommittees committee={committee} />
      <Liaisons committee={committee} route={route} />
      <p class="hint">{t('byHint')}</p>
    </>
  );
}

function Groups({ committee }: { committee: Committee }) {
  const groups = useGroups(committee.name);
  const columns: Column<Group>[] = [
    { title: t('group'), cell: ({ reference }) => reference, sort: (a, b) => words.compare(a.reference, b.reference) },
    { title: t('kind'), cell: ({ kind }) => groupWord(kind), sort: (a, b) => a.kind - b.kind },
    { title: t('committeeTitle'), cell: ({ title }) => (title ? <span lang="en">{title}</span> : <NotKnown />) },
    { title: t('convenor'), cell: ({ convenor }) => convenor || <NotKnown /> },
    {
      title: t('since'),
      cell: ({ period }) => <><Since period={period} />{period?.until && <div>{t('until')} <Until period={period} /></div>}</>,
    },
    { title: t('says'), cell: ({ source }) => <Says text={source} /> },
  ];
  return (
    <Section title={t('groups')}>
      <Shown of={groups}>
        {(rows) => rows.length === 0
          ? <Empty>{t('noGroups')}</Empty>
          : <Table caption={t('groupList')} columns={columns} rows={rows} keyOf={({ name }) => name} />}
      </Shown>
    </Section>
  );
}

function Subcommittees({ committee }: { committee: Committee }) {
  const subcommittees = useCommittees(committee.name);
  const columns: Column<Committee>[] = [
    { title: t('committee'), cell: ({ name, reference }) => <a href={hrefOf(['committees', idOf(name)])}>{reference}</a> },
    { title: t('committeeTitle'), cell: ({ title }) => <span lang="en">{title}</span> },
  ];
  return (
    <Section title={t('subcommittees')}>
      <Shown of={subcommittees}>
        {(rows) => rows.length === 0
          ? <Empty>{t('noSubcommittees')}</Empty>
          : <Table caption={t('subcommitteeList')} columns={columns} rows={rows} keyOf={({ name }) => name} />}
      </Shown>
    </Section>
  );
}

function Liaisons({ committee, route }: { committee: Committee; route: Route }) {
  const on = dayOf(route);
  const liaisons = useLiaisons(committee.name, on);
  const columns: Column<Liaison>[] = [
    {
      title: t('liaison'),
      cell: ({ organization }) => <span lang="en">{organization}</span>,
      sort: (a, b) => words.compare(a.organization, b.organization),
    },
    { title: t('liaisonCategory'), cell: ({ category }) => liaisonWord(category), sort: (a, b) => a.category - b.category },
    { title: t('since'), cell: ({ period }) => <Since period={period} /> },
    { title: t('says'), cell: ({ basis }) => <Says text={basis} /> },
  ];
  return (
    <Section title={t('liaisons', { date: dayWord(on) })}>
      <DayChoice route={route} seats={null} />
      <Shown of={liaisons}>
        {(rows) => rows.length === 0
          ? <Empty>{t('noLiaisons')}</Empty>
          : <Table caption={t('liaisonList')} columns={columns} rows={rows} keyOf={({ name }) => name} />}
      </Shown>
    </Section>
  );
}
