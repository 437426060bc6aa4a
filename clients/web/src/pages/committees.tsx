// Committees, and one of them: #/committees, #/committees/iso-tc-307?tab=members&on=2018-03-13
import './committees.css';
import type { Committee } from '../../gen/placet/members/v1/members_pb';
import { members } from '../api/clients';
import { useLoad } from '../api/load';
import type { PageProps } from '../main';
import { hrefOf, idOf, setQuery, type Route } from '../route';
import { t } from '../texts/committees';
import { Empty, Field, Page, Section, Shown, Table, Tabs, useRowKeys, type Column } from '../view/parts';
import { day } from '../view/time';
import { Accounts } from './committee/accounts';
import { Says } from './committee/facts';
import { History } from './committee/history';
import { useCommittees, useMembers } from './committee/load';
import { Members } from './committee/members';
import { Programme } from './committee/programme';
import { Structure } from './committee/structure';

export default function Content({ route }: PageProps) {
  const id = route.path[1];
  return id ? <One key={id} id={id} route={route} /> : <All route={route} />;
}

const byReference = (a: Committee, b: Committee) => a.reference.localeCompare(b.reference, 'en', { numeric: true });

function All({ route }: { route: Route }) {
  useRowKeys();
  const committees = useCommittees();
  const bodies = useMembers();
  const text = (route.query.get('q') ?? '').trim().toLowerCase();
  const nameOf = (member: string) => {
    const found = bodies.value?.find(({ name }) => name === member);
    return found ? [found.acronym, found.country].filter(Boolean).join(', ') : idOf(member);
  };
  const columns: Column<Committee>[] = [
    {
      title: t('committee'),
      cell: ({ name, reference }) => <a href={hrefOf(['committees', idOf(name)])}>{reference}</a>,
      sort: byReference,
    },
    {
      title: t('committeeTitle'),
      cell: ({ title }) => (title ? <span lang="en">{title}</span> : t('notKnown')),
      sort: (a, b) => a.title.localeCompare(b.title),
    },
    {
      title: t('secretariat'),
      cell: ({ secretariat }) => (secretariat ? nameOf(secretariat) : <span class="quiet">{t('notKnown')}</span>),
    },
    {
      title: t('created'),
      cell: ({ createDate }) => (createDate ? day(createDate) : <span class="quiet">{t('notKnown')}</span>),
      sort: (a, b) => (a.createDate < b.createDate ? -1 : 1),
    },
    {
      title: t('parent'),
      cell: ({ parent }) => parent && <a href={hrefOf(['committees', idOf(parent)])}>{referenceOf(committees.value, parent)}</a>,
    },
  ];
  return (
    <Page title={t('title')}>
      <Shown of={committees}>
        {(rows) => {
          const shown = rows.filter(({ reference, title }) => `${reference} ${title}`.toLowerCase().includes(text)).sort(byReference);
          return (
            <Section title={t('shown', { n: shown.length })}>
              <Field label={t('search')} hint={t('searchHint')}>
                {(props) => (
                  <input
                    {...props}
                    type="search"
                    value={route.query.get('q') ?? ''}
                    onInput={(event) => setQuery({ q: event.currentTarget.value })}
                  />
                )}
              </Field>
              {rows.length === 0 && <Empty>{t('none')}</Empty>}
              {rows.length > 0 && shown.length === 0 && <Empty>{t('noneMatch')}</Empty>}
              {shown.length > 0 && <Table caption={t('list')} columns={columns} rows={shown} keyOf={({ name }) => name} />}
            </Section>
          );
        }}
      </Shown>
    </Page>
  );
}

const referenceOf = (committees: Committee[] | null, name: string): string =>
  committees?.find((committee) => committee.name === name)?.reference ?? idOf(name);

const TABS = ['members', 'history', 'structure', 'programme', 'accounts'] as const;
const PARTS = { members: Members, history: History, structure: Structure, programme: Programme, accounts: Accounts };

function One({ id, route }: { id: string; route: Route }) {
  const name = `committees/${id}`;
  const committee = useLoad((signal) => members.getCommittee({ name }, { signal }), [name]);
  const tab = TABS.find((one) => one === route.query.get('tab')) ?? 'members';
  const on = route.query.get('on') ?? '';
  const Part = PARTS[tab];
  return (
    <Page
      title={committee.value?.reference ?? t('committee')}
      aside={(
        <span class="row">
          <a href={hrefOf(['board'], { committee: id })}>{t('board')}</a>
          <a href={hrefOf(['committees'])}>{t('back')}</a>
        </span>
      )}
    >
      <Shown of={committee}>
        {(value) => (
          <>
            <About committee={value} />
            <Tabs
              label={t('tabs')}
              current={tab}
              tabs={TABS.map((one) => [one, t(one), hrefOf(['committees', id], { tab: one, on })] as const)}
            />
            <div class="committee"><Part committee={value} route={route} /></div>
          </>
        )}
      </Shown>
    </Page>
  );
}

function About({ committee }: { committee: Committee }) {
  const secretariat = useLoad(
    async (signal) => (committee.secretariat ? members.getMember({ name: committee.secretariat }, { signal }) : null),
    [committee.secretariat],
  );
  const parent = useLoad(
    async (signal) => (committee.parent ? members.getCommittee({ name: committee.parent }, { signal }) : null),
    [committee.parent],
  );
  const body = secretariat.value;
  return (
    <section class="card" aria-label={t('committee')}>
      {committee.title && <p class="committee-title" lang="en">{committee.title}</p>}
      <dl>
        {committee.scope && <><dt>{t('scope')}</dt><dd lang="en">{committee.scope}</dd></>}
        <dt>{t('secretariat')}</dt>
        <dd>{body ? [body.acronym, body.country].filter(Boolean).join(', ') : idOf(committee.secretariat) || t('notKnown')}</dd>
        {committee.parent && (
          <>
            <dt>{t('parent')}</dt>
            <dd><a href={hrefOf(['committees', idOf(committee.parent)])}>{parent.value?.reference ?? idOf(committee.parent)}</a></dd>
          </>
        )}
        <dt>{t('created')}</dt>
        <dd>{committee.createDate ? day(committee.createDate) : t('notKnown')}</dd>
        {committee.source && <><dt>{t('source')}</dt><dd><Says text={committee.source} /></dd></>}
      </dl>
    </section>
  );
}
