// The work programme: projects with stage, limit dates and targets; what is late is marked, and how
// sure a limit is stands beside it.
import {
  ProjectWarningKind, type LimitDate, type Project, type ProjectWarning, type StageMove, type Ballot,
} from '../../../gen/placet/ballots/v1/ballots_pb';
import { Sureness } from '../../../gen/placet/ballots/v1/tallies_pb';
import type { Committee } from '../../../gen/placet/members/v1/members_pb';
import { hrefOf, idOf, setQuery, type Route } from '../../route';
import { t } from '../../texts/committees';
import { t as common } from '../../texts/common';
import { deliverableWord } from '../../texts/directory';
import { kindName } from '../../texts/kinds';
import { stateWord, surenessWord } from '../../texts/words';
import { Badge, Choice, Empty, Section, Shown, Table, type Column } from '../../view/parts';
import { day } from '../../view/time';
import { dayIn } from '../../view/geneva';
import { daysBetween } from '../board/model';
import { Says } from './facts';
import { useBallotsOf, useProjects, useStages } from './load';

const words = new Intl.Collator('en', { numeric: true });
const OVER = [ProjectWarningKind.LIMIT_PASSED, ProjectWarningKind.CHOICE_PASSED, ProjectWarningKind.TARGET_PASSED];
const isLate = ({ warnings }: Project): boolean => warnings.some(({ kind }) => OVER.includes(kind));
const nextLimit = ({ limitDates }: Project): LimitDate | undefined => limitDates.find(({ reached }) => !reached);

// By the harmonized stage codes: 98 in any stage and all of 95 end a project, 60.60 publishes it.
function placeOf({ stage }: Project): Which {
  if (stage.endsWith('.98') || stage >= '95') return 'ended';
  return stage >= '60.60' ? 'published' : 'working';
}
const WHICH = ['working', 'late', 'published', 'ended'] as const;
type Which = (typeof WHICH)[number];

export function Programme({ committee, route }: { committee: Committee; route: Route }) {
  const projects = useProjects(committee.name);
  const chosen = route.query.get('project');
  return (
    <Shown of={projects}>
      {(rows) => {
        if (rows.length === 0) return <Empty>{t('noProjects')}</Empty>;
        const project = rows.find(({ name }) => idOf(name) === chosen);
        return (
          <>
            {project && <Detail key={project.name} project={project} />}
            <List projects={rows} route={route} />
          </>
        );
      }}
    </Shown>
  );
}

function List({ projects, route }: { projects: Project[]; route: Route }) {
  const asked = route.query.get('which');
  const which = WHICH.find((one) => one === asked);
  const shown = projects.filter((project) => !which || (which === 'late' ? isLate(project) : placeOf(project) === which));
  const columns: Column<Project>[] = [
    {
      title: t('project'),
      cell: ({ name, reference, title, edition }) => (
        <>
          <a href={hrefOf(route.path, { ...Object.fromEntries(route.query), project: idOf(name) })}>{reference}</a>
          {edition > 1 && <span class="quiet"> · {t('edition', { n: edition })}</span>}
          <span class="says" lang="en">{title}</span>
        </>
      ),
      sort: (a, b) => words.compare(a.reference, b.reference),
    },
    { title: t('deliverable'), cell: ({ deliverable }) => deliverableWord(deliverable), sort: (a, b) => a.deliverable - b.deliverable },
    {
      title: t('stage'),
      cell: ({ stage, stageName }) => <><strong>{stage}</strong> <span class="says" lang="en">{stageName}</span></>,
      sort: (a, b) => words.compare(a.stage, b.stage),
    },
    {
      title: t('nextLimit'),
      cell: (project) => <Limit limit={nextLimit(project)} />,
      sort: (a, b) => words.compare(nextLimit(a)?.date ?? '9', nextLimit(b)?.date ?? '9'),
    },
    {
      title: t('target'),
      cell: ({ targetDate }) => (targetDate ? <span class="whole">{day(targetDate)}</span> : <span class="quiet">{t('noLimit')}</span>),
      sort: (a, b) => words.compare(a.targetDate || '9', b.targetDate || '9'),
    },
    {
      title: t('standing'),
      cell: (project) => <Standing project={project} />,
      sort: (a, b) => Number(isLate(b)) - Number(isLate(a)) || b.warnings.length - a.warnings.length,
    },
  ];
  return (
    <Section title={t('projects')} aside={<span role="status">{t('projectCount', { n: shown.length, whole: projects.length })}</span>}>
      <Choice
        label={t('which')}
        value={which ?? ''}
        options={[['', t('allProjects')], ...WHICH.map((one) => [one, t(one)] as const)]}
        onChange={(value) => setQuery({ which: value })}
      />
      {shown.length === 0
        ? <Empty>{t('noProjectsMatch')}</Empty>
        : (
          <Table
            caption={t('projectList')}
            columns={columns}
            rows={shown}
            keyOf={({ name }) => name}
            rowClass={(project) => (isLate(project) ? 'late-row' : '')}
          />
        )}
    </Section>
  );
}

const Unsure = ({ sureness }: { sureness: Sureness }) =>
  sureness === Sureness.CONFIRMED ? <>{surenessWord(sureness)}</> : <Badge tone="warn">{surenessWord(sureness)}</Badge>;

function Limit({ limit }: { limit: LimitDate | undefined }) {
  if (!limit) return <span class="quiet">{t('noLimit')}</span>;
  return (
    <>
      {t('limitBy', { stage: limit.stage, date: day(limit.date) })}
      <span class="says"><Unsure sureness={limit.sureness} /></span>
    </>
  );
}

// Since when: the limit that was passed, or else what the warning is about.
function overSince(project: Project): string | undefined {
  const limit = nextLimit(project)?.date;
  if (limit && limit < dayIn(Date.now())) return limit;
  return project.warnings.filter(({ kind }) => OVER.includes(kind)).map(({ date }) => date).sort()[0];
}

function Standing({ project }: { project: Project }) {
  if (isLate(project)) {
    const over = overSince(project);
    const days = over ? daysBetween(over, dayIn(Date.now())) : 0;
    return <><Badge tone="bad">{t('late')}</Badge> {days > 0 && <span class="says">{t('lateSince', { n: days })}</span>}</>;
  }
  if (project.warnings.length > 0) return <Badge tone="warn">{t('warned', { n: project.warnings.length })}</Badge>;
  return <span class="quiet">{nextLimit(project) || project.targetDate ? t('ok') : t('notKnown')}</span>;
}

function Detail({ project }: { project: Project }) {
  return (
    <Section
      title={project.reference}
      aside={<button type="button" class="plain" onClick={() => setQuery({ project: '' })}>{t('closeProject')}</button>}
    >
      <p class="committee-title" lang="en">{project.title}</p>
      <dl>
        <dt>{t('stage')}</dt>
        <dd>{project.stage} <span lang="en">{project.stageName}</span></dd>
        <dt>{t('deliverable')}</dt>
        <dd>{deliverableWord(project.deliverable)}, {t('edition', { n: project.edition })}</dd>
        <dt>{t('track')}</dt>
        <dd>
          {project.trackMonths > 0 ? t('months', { n: project.trackMonths }) : t('notKnown')}
          {project.extensionMonths > 0 && `, ${t('extended', { n: project.extensionMonths })}`}
        </dd>
        <dt>{t('start')}</dt>
        <dd>{project.startDate ? day(project.startDate) : t('notKnown')}</dd>
        <dt>{t('target')}</dt>
        <dd>{project.targetDate ? day(project.targetDate) : t('noLimit')}</dd>
        <dt>{t('source')}</dt>
        <dd><Says text={project.source} /></dd>
      </dl>
      {project.warnings.length > 0 && (
        <>
          <h3>{t('warnings')}</h3>
          <ul class="plain-list">
            {project.warnings.map((warning) => <Warning key={`${warning.kind} ${warning.date}`} warning={warning} />)}
          </ul>
        </>
      )}
      <h3>{t('limits')}</h3>
      <Limits limits={project.limitDates} />
      <h3>{t('stages')}</h3>
      <Stages project={project.name} />
      <h3>{t('ballots')}</h3>
      <Ballots project={project.name} />
    </Section>
  );
}

function Warning({ warning }: { warning: ProjectWarning }) {
  return (
    <li>
      <Badge tone={OVER.includes(warning.kind) ? 'bad' : 'warn'}>{day(warning.date) || t('warned', { n: 1 })}</Badge>{' '}
      <span lang="en">{warning.text}</span> <span class="quiet">({warning.clause}; {surenessWord(warning.sureness)})</span>
      {warning.options.length > 0 && (
        <>
          <p>{t('may')}</p>
          <ul lang="en">{warning.options.map((option) => <li key={option}>{option}</li>)}</ul>
        </>
      )}
    </li>
  );
}

function Limits({ limits }: { limits: LimitDate[] }) {
  if (limits.length === 0) return <p class="quiet">{t('noLimits')}</p>;
  const columns: Column<LimitDate>[] = [
    { title: t('stage'), cell: ({ stage, title }) => <>{stage} <span lang="en">{title}</span></> },
    { title: t('limitDate'), cell: ({ date }) => day(date) },
    { title: t('reached'), cell: (limit) => (limit.reached ? <Badge tone="good">{common('yes')}</Badge> : <Reach limit={limit} />) },
    { title: t('sure'), cell: ({ sureness }) => <Unsure sureness={sureness} /> },
    {
      title: t('clause'),
      cell: ({ clause, note }) => <><span lang="en">{clause}</span>{note && <span class="says" lang="en">{note}</span>}</>,
    },
  ];
  return <Table caption={t('limits')} columns={columns} rows={limits} keyOf={({ stage, date }) => `${stage} ${date}`} />;
}

function Reach({ limit }: { limit: LimitDate }) {
  const over = daysBetween(limit.date, dayIn(Date.now()));
  return over > 0 ? <Badge tone="bad">{t('lateSince', { n: over })}</Badge> : <>{common('no')}</>;
}

function Stages({ project }: { project: string }) {
  const stages = useStages(project);
  const columns: Column<StageMove>[] = [
    { title: t('date'), cell: ({ date }) => day(date) },
    { title: t('from'), cell: ({ stageBefore }) => stageBefore || '–' },
    { title: t('to'), cell: ({ stage }) => stage },
    { title: t('meaning'), cell: ({ stageName }) => <span lang="en">{stageName}</span> },
    { title: t('who'), cell: ({ actor }) => (actor === 'ballotsd' ? t('clock') : idOf(actor)) },
    { title: t('cause'), cell: ({ cause }) => cause && <a href={hrefOf(['ballots', cause.split('/')[1]!])}>{cause.split('/')[1]}</a> },
    { title: t('against'), cell: ({ overrideReason }) => overrideReason },
  ];
  return (
    <Shown of={stages}>
      {(moves) => moves.length === 0
        ? <p class="quiet">{t('noStages')}</p>
        : <Table caption={t('stages')} columns={columns} rows={moves} keyOf={({ sequence }) => String(sequence)} />}
    </Shown>
  );
}

function Ballots({ project }: { project: string }) {
  const ballots = useBallotsOf(project);
  const columns: Column<Ballot>[] = [
    { title: t('ballot'), cell: ({ name, reference }) => <a href={hrefOf(['ballots', idOf(name)])}>{reference}</a> },
    { title: t('kind'), cell: ({ kind }) => kindName(kind) },
    { title: t('status'), cell: ({ state }) => stateWord(state) },
    { title: t('lastDay'), cell: ({ endDate }) => day(endDate) },
  ];
  return (
    <Shown of={ballots}>
      {(rows) => rows.length === 0
        ? <p class="quiet">{t('noBallots')}</p>
        : <Table caption={t('ballots')} columns={columns} rows={rows} keyOf={({ name }) => name} />}
    </Shown>
  );
}
