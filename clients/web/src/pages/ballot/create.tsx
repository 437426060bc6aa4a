// #/ballots/new: prepares a ballot. The service checks it while it is filled in.
import { useEffect, useRef, useState } from 'preact/hooks';
import { BallotService } from '../../../gen/placet/ballots/v1/ballot_service_pb';
import type { BallotKind, Project } from '../../../gen/placet/ballots/v1/ballots_pb';
import { Subject, type Rule } from '../../../gen/placet/ballots/v1/rules_pb';
import type { Committee } from '../../../gen/placet/members/v1/members_pb';
import { ballots, members, requestId, rules } from '../../api/clients';
import { committeesOf, useGrants } from '../../api/grants';
import { useLoad } from '../../api/load';
import { refusalOf, wish } from '../../api/may';
import { allOf } from '../../api/pages';
import { problemOf, type Problem } from '../../api/problem';
import { go, hrefOf, idOf, type Route } from '../../route';
import { t as tb } from '../../texts/ballots';
import { t } from '../../texts/officer';
import { kindWord } from '../../texts/words';
import { dayIn } from '../../view/geneva';
import { Button, Empty, Failure, Field, Loading, Page, Section, Shown } from '../../view/parts';
import { Documents } from './documents';
import { EMPTY, ballotOf, keep, kept, like, type Draft } from './draft';
import { OwnQuestions } from './questions';
import { RuleText } from './rule_text';

export function NewBallot({ route }: { route: Route }) {
  const other = route.query.get('like');
  const grants = useGrants();
  const loaded = useLoad(
    async (signal) => (other ? like(await ballots.getBallot({ name: `ballots/${other}` }, { signal })) : kept()),
    [other],
  );
  if (grants && committeesOf(grants).length === 0) {
    return (
      <Page title={t('title')} aside={<a href={hrefOf(['ballots'])}>{tb('list')}</a>}>
        <Empty>{t('noOffice')}</Empty>
      </Page>
    );
  }
  return (
    <Page title={t('title')} aside={<a href={hrefOf(['ballots'])}>{tb('list')}</a>}>
      <Shown of={loaded}>
        {(first) =>
          grants ? (
            <Form key={other ?? ''} first={first} like={other} conducts={committeesOf(grants)} project={route.query.get('project')} />
          ) : (
            <Loading />
          )
        }
      </Shown>
    </Page>
  );
}

interface Subjects {
  committees: Committee[];
  projects: Project[];
}

async function subjectsOf(signal: AbortSignal): Promise<Subjects> {
  const [committees, projects] = await Promise.all([
    allOf(async (pageToken) => {
      const page = await members.listCommittees({ pageSize: 500, pageToken }, { signal });
      return { rows: page.committees, next: page.nextPageToken };
    }),
    allOf(async (pageToken) => {
      const page = await ballots.listProjects({ pageSize: 500, pageToken }, { signal });
      return { rows: page.projects, next: page.nextPageToken };
    }),
  ]);
  return { committees: committees.rows, projects: projects.rows };
}

const PAUSE = 350;

function Form({
  first,
  like: other,
  conducts,
  project,
}: {
  first: Draft;
  like: string | null;
  conducts: string[];
  project: string | null;
}) {
  const [draft, setDraft] = useState<Draft>(project ? { ...first, project: `projects/${project}` } : first);
  const [finding, setFinding] = useState<{ of: Draft; problem: Problem | null } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const id = useRef(requestId());
  const subjects = useLoad(subjectsOf, []);

  const chosen = subjects.value?.projects.find(({ name }) => name === draft.project);
  const committee = chosen?.committee ?? draft.committee;
  const reference = subjects.value?.committees.find(({ name }) => name === committee)?.reference ?? '';
  const inForce = useLoad(
    async (signal) => (reference ? (await rules.listRules({ day: dayIn(), committeeReference: reference }, { signal })).rules : []),
    [reference],
  );
  const rule = inForce.value?.find(({ kind }) => kind === draft.kind);
  const ballot = ballotOf(draft, rule?.ownQuestions ?? false);

  const set = (changes: Partial<Draft>) => {
    const next = { ...draft, ...changes };
    id.current = requestId();
    if (!other) keep(next);
    setDraft(next);
  };

  useEffect(() => {
    if (!draft.kind || !(draft.project || draft.committee)) return setFinding(null);
    const gone = new AbortController();
    const timer = setTimeout(() => {
      refusalOf('ballots', wish(BallotService.method.createBallot, { ballotId: draft.id, ballot }), gone.signal).then(
        (found) => gone.signal.aborted || setFinding({ of: draft, problem: found }),
        () => {},
      );
    }, PAUSE);
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
  }, [draft, rule]);

  const send = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const made = await ballots.createBallot({ ballotId: draft.id, ballot, requestId: id.current });
      keep(null);
      go(['ballots', idOf(made.name)], { tab: 'officer' });
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(false);
    }
  };

  const current = finding?.of === draft ? finding.problem : null;
  const said = (path: string) => current?.fields.find(({ field }) => field === path)?.description;
  const empty = !draft.project && !draft.committee ? t('committee') : !draft.kind ? t('kind') : '';
  const why = empty ? t('fillIn', { field: empty }) : current?.sentence;

  return (
    <form onSubmit={(event) => event.preventDefault()}>
      {other && <p class="quiet">{t('likeText', { ballot: other })}</p>}
      <div class="columns">
        <Section title={t('about')}>
          <Shown of={subjects}>
            {({ projects, committees }) => (
              <SubjectFields
                draft={draft}
                set={set}
                projects={mine(projects, conducts)}
                committees={committees.filter(({ name }) => conducts.includes('') || conducts.includes(name))}
                said={said}
              />
            )}
          </Shown>
          <Kinds kind={draft.kind} rules={inForce.value ?? []} project={chosen} onChange={(kind) => set({ kind })} />
          {!draft.project && (
            <>
              <Field label={t('matter')} problem={said('ballot.title')}>
                {(props) => (
                  <input {...props} name="title" value={draft.title} onInput={(event) => set({ title: event.currentTarget.value })} />
                )}
              </Field>
              <Field label={t('reference')} hint={t('referenceHint')} problem={said('ballot.reference')}>
                {(props) => <input {...props} value={draft.reference} onInput={(event) => set({ reference: event.currentTarget.value })} />}
              </Field>
            </>
          )}
          {draft.project && (
            <Field label={t('draft')} hint={t('draftHint')} problem={said('ballot.draft')}>
              {(props) => (
                <input
                  {...props}
                  type="number"
                  min={1}
                  max={99}
                  value={draft.draft}
                  onInput={(event) => set({ draft: event.currentTarget.value })}
                />
              )}
            </Field>
          )}
          <GroupField committee={committee} rule={rule} draft={draft} set={set} problem={said('ballot.group')} />
          <Field label={t('note')} problem={said('ballot.note')}>
            {(props) => (
              <textarea {...props} maxLength={4000} value={draft.note} onInput={(event) => set({ note: event.currentTarget.value })} />
            )}
          </Field>
          <Field label={t('identifier')} hint={t('identifierHint')} problem={said('ballot_id')}>
            {(props) => <input {...props} name="id" value={draft.id} onInput={(event) => set({ id: event.currentTarget.value })} />}
          </Field>
          <label class="tick">
            <input type="checkbox" checked={draft.anonymous} onChange={(event) => set({ anonymous: event.currentTarget.checked })} />{' '}
            {t('anonymous')}
          </label>
          {said('ballot.visibility') && (
            <p class="problem" lang="en">
              {said('ballot.visibility')}
            </p>
          )}
        </Section>
        <div>
          <Section title={t('rules')}>{rule ? <RuleText rule={rule} /> : <Empty>{t('chooseKind')}</Empty>}</Section>
          <Section title={t('dates')}>
            <Field label={t('lastDay')} hint={t('lastDayHint')} problem={said('ballot.end_date')}>
              {(props) => (
                <input {...props} type="date" value={draft.endDate} onInput={(event) => set({ endDate: event.currentTarget.value })} />
              )}
            </Field>
            <Field label={t('periodReason')} problem={said('ballot.period_reason')}>
              {(props) => (
                <input
                  {...props}
                  maxLength={1000}
                  value={draft.periodReason}
                  onInput={(event) => set({ periodReason: event.currentTarget.value })}
                />
              )}
            </Field>
            <Field label={t('parallel')} hint={t('parallelHint')} problem={said('ballot.parallel_edition')}>
              {(props) => <input {...props} value={draft.parallel} onInput={(event) => set({ parallel: event.currentTarget.value })} />}
            </Field>
          </Section>
        </div>
      </div>
      {rule?.ownQuestions && (
        <Section title={t('questions')}>
          <OwnQuestions questions={draft.questions} said={said} onChange={(questions) => set({ questions })} />
        </Section>
      )}
      <Section title={t('documents')}>
        <Documents documents={draft.documents} said={said} onChange={(documents) => set({ documents })} />
      </Section>
      <div aria-live="polite">
        {current && (
          <div class="finding bad">
            <p lang="en">{current.sentence}</p>
            {current.remedy && (
              <p class="quiet" lang="en">
                {current.remedy}
              </p>
            )}
          </div>
        )}
        {finding?.of === draft && !finding.problem && <p class="quiet">✓ {t('checkedOk')}</p>}
      </div>
      {problem && <Failure problem={problem} again={problem.code === 'unavailable' ? () => void send() : undefined} />}
      <p class="row">
        <Button kind="main" busy={busy} why={why} onClick={() => void send()}>
          {busy ? t('creating') : t('create')}
        </Button>
        {!other && (
          <button
            type="button"
            onClick={() => {
              keep(null);
              setDraft(EMPTY);
            }}
          >
            {t('startOver')}
          </button>
        )}
      </p>
      {!other && <p class="quiet">{t('kept')}</p>}
    </form>
  );
}

const mine = (projects: Project[], conducts: string[]): Project[] =>
  projects
    .filter(({ committee }) => conducts.includes('') || conducts.includes(committee))
    .sort((a, b) => a.reference.localeCompare(b.reference, undefined, { numeric: true }));

type Said = (path: string) => string | undefined;
interface Part {
  draft: Draft;
  set: (changes: Partial<Draft>) => void;
}

function SubjectFields({ draft, set, projects, committees, said }: Part & { projects: Project[]; committees: Committee[]; said: Said }) {
  return (
    <>
      <Field label={t('subject')} problem={said('ballot.project')}>
        {(props) => (
          <select {...props} name="project" value={draft.project} onChange={(event) => set({ project: event.currentTarget.value })}>
            <option value="">{t('noProject')}</option>
            {projects.map((one) => (
              <option key={one.name} value={one.name}>{`${one.reference} – ${one.title} (${one.stage})`}</option>
            ))}
          </select>
        )}
      </Field>
      {!draft.project && (
        <Field label={t('committee')} problem={said('ballot.committee')}>
          {(props) => (
            <select {...props} name="committee" value={draft.committee} onChange={(event) => set({ committee: event.currentTarget.value })}>
              <option value="">{t('choose')}</option>
              {committees.map((one) => (
                <option key={one.name} value={one.name}>
                  {one.reference}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </>
  );
}

// Those first that open from where the project stands.
function Kinds({
  kind,
  rules: rows,
  project,
  onChange,
}: {
  kind: BallotKind;
  rules: Rule[];
  project: Project | undefined;
  onChange: (kind: BallotKind) => void;
}) {
  const subject = project ? Subject.PROJECT : Subject.COMMITTEE;
  const offered = rows.filter((row) => row.subject === subject || row.kind === kind);
  const now = offered.filter((row) => project && row.stagesBefore.includes(project.stage));
  const others = offered.filter((row) => !now.includes(row));
  const option = (row: Rule) => (
    <option key={row.kind} value={row.kind}>
      {kindWord(row.kind)}
    </option>
  );
  return (
    <Field label={t('kind')}>
      {(props) => (
        <select {...props} name="kind" value={kind} onChange={(event) => onChange(Number(event.currentTarget.value))}>
          <option value={0}>{t('choose')}</option>
          {now.length > 0 && <optgroup label={t('kindsNow', { stage: project!.stage })}>{now.map(option)}</optgroup>}
          {others.length > 0 && <optgroup label={project ? t('kindsOther') : t('kindsAll')}>{others.map(option)}</optgroup>}
        </select>
      )}
    </Field>
  );
}

function GroupField({
  committee,
  rule,
  draft,
  set,
  problem,
}: Part & { committee: string; rule: Rule | undefined; problem: string | undefined }) {
  const needed = rule?.electorate === 4;
  const groups = useLoad(
    async (signal) => (needed && committee ? (await members.listGroups({ parent: committee, pageSize: 500 }, { signal })).groups : []),
    [needed, committee],
  );
  if (!needed) return null;
  return (
    <Field label={t('group')} problem={problem}>
      {(props) => (
        <select {...props} value={draft.group} onChange={(event) => set({ group: event.currentTarget.value })}>
          <option value="">{t('choose')}</option>
          {(groups.value ?? []).map((one) => (
            <option key={one.name} value={one.name}>
              {one.reference}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
