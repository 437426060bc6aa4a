// What is open for those who comment and do not vote: consultations of an expert's groups, ballots of
// the committees of which a liaison is represented.
import { Role, type Grant } from '../../gen/placet/members/v1/members_pb';
import { BallotState, type Ballot } from '../../gen/placet/ballots/v1/ballots_pb';
import { ballots } from '../api/clients';
import { useBack, useLoad } from '../api/load';
import { allOf } from '../api/pages';
import { hrefOf, idOf } from '../route';
import { t } from '../texts/work';
import { kindWord } from '../texts/words';
import { Empty, Section, Shown, Table } from '../view/parts';
import { Left } from './ballot/words';

const ROLES = [Role.EXPERT, Role.LIAISON_REPRESENTATIVE];

export const commentsOnly = (grants: Grant[]): Grant[] => grants.filter(({ role }) => ROLES.includes(role));

const isFor = (ballot: Ballot, { role, group }: Grant): boolean => (role === Role.EXPERT ? ballot.group === group : !ballot.group);

async function openFor(grants: Grant[], signal: AbortSignal): Promise<{ ballot: Ballot; grant: Grant }[]> {
  const found: { ballot: Ballot; grant: Grant }[] = [];
  for (const committee of new Set(grants.map((grant) => grant.committee))) {
    const { rows } = await allOf(async (pageToken) => {
      const page = await ballots.listBallots({ committee, state: BallotState.OPEN, pageSize: 500, pageToken }, { signal });
      return { rows: page.ballots, next: page.nextPageToken };
    });
    for (const ballot of rows) {
      const grant = grants.find((one) => one.committee === committee && isFor(ballot, one));
      if (grant) found.push({ ballot, grant });
    }
  }
  return found;
}

export function ToComment({ grants }: { grants: Grant[] }) {
  const loaded = useLoad((signal) => openFor(grants, signal), [grants.map(({ name }) => name).join()]);
  useBack(loaded.again);
  return (
    <Section title={t('toComment')}>
      <p class="quiet">{t('toCommentHint')}</p>
      <Shown of={loaded}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>{t('toCommentNone')}</Empty>
          ) : (
            <Table
              caption={t('toCommentRows')}
              rows={rows}
              keyOf={({ ballot }) => ballot.name}
              columns={[
                {
                  title: t('reference'),
                  cell: ({ ballot, grant }) => (
                    <a
                      href={
                        grant.role === Role.EXPERT
                          ? hrefOf(['ballots', idOf(ballot.name)], { tab: 'vote' })
                          : hrefOf(['comments', idOf(ballot.name)], { tab: 'import' })
                      }
                    >
                      {ballot.reference}
                    </a>
                  ),
                },
                { title: t('about'), cell: ({ ballot }) => <span lang="en">{ballot.title}</span> },
                { title: t('kind'), cell: ({ ballot }) => kindWord(ballot.kind) },
                { title: t('inNameOf'), cell: ({ grant }) => <code>{idOf(grant.group || grant.liaison)}</code> },
                { title: t('closes'), cell: ({ ballot }) => <Left time={ballot.closeTime} /> },
              ]}
            />
          )
        }
      </Shown>
    </Section>
  );
}
