// Casting, or replacing, the vote of a body.
import { useState } from 'preact/hooks';
import { BallotService } from '../../../gen/placet/ballots/v1/ballot_service_pb';
import { BallotState, Entitlement, Visibility, type Ballot, type RollEntry, type Vote } from '../../../gen/placet/ballots/v1/ballots_pb';
import type { Rule } from '../../../gen/placet/ballots/v1/rules_pb';
import type { ImportCommentsResponse } from '../../../gen/placet/comments/v1/comment_service_pb';
import { Role, type Grant } from '../../../gen/placet/members/v1/members_pb';
import { useMember } from '../../api/due';
import { ofCommittee, useGrants } from '../../api/grants';
import { useLoad } from '../../api/load';
import { refusalOf, wish } from '../../api/may';
import type { Problem } from '../../api/problem';
import { currentSession } from '../../api/session';
import { voteOf as voteNow } from '../../api/vote';
import { idOf, setQuery } from '../../route';
import { t as common } from '../../texts/common';
import { t } from '../../texts/vote';
import { entitlementWord, statusWord } from '../../texts/words';
import { Choice, Empty, Loading, Section, Shown } from '../../view/parts';
import { day } from '../../view/time';
import type { PartProps } from './ballot';
import { ReceiptCard } from './receipt';
import { listRoll } from './roll';
import { offersFor, ofPersons, useRule } from './rule';
import { VoteVersions } from './versions';
import { VoteForm } from './vote_form';

export function VotePart({ ballot, route, changed }: PartProps) {
  const rule = useRule(ballot);
  const roll = useLoad((signal) => listRoll(ballot.name, signal), [ballot.name, ballot.etag]);
  const grants = useGrants();
  const given = route.query.get('member');
  const mine = useMember(given);
  if (ballot.state === BallotState.DRAFT)
    return (
      <Section title={t('answer')}>
        <Empty>{t('notOpen')}</Empty>
      </Section>
    );
  return (
    <Shown of={rule}>
      {({ rule: row }) => (
        <Shown of={roll}>
          {(entries) => {
            if (!row) return <Empty>{t('noRules')}</Empty>;
            if (!grants) return <Loading />;
            const voter = ofCommittee(grants, ballot.committee, [Role.VOTER]);
            const every = voter.some(({ member }) => !member);
            const own = ofPersons(row) ? [`people/${idOf(currentSession()!.person)}`] : voter.map(({ member }) => member).filter(Boolean);
            const behalf = !every && own.length === 0;
            if (behalf && !conducts(grants, ballot.committee)) return <NoRole ballot={ballot} member={idOf(mine.member)} />;
            const options =
              behalf || every
                ? entries.filter(({ entitlement }) => entitlement !== Entitlement.OBSERVES).map(({ name }) => idOf(name))
                : own.map(idOf);
            const chosen = given ?? (options.length === 1 ? options[0]! : options.includes(idOf(mine.member)) ? idOf(mine.member) : '');
            return (
              <>
                {options.length > 1 && (
                  <Section title={t('inNameOf')}>
                    <Choice
                      label={t('inNameOf')}
                      value={chosen}
                      options={[['', t('chooseBody')], ...options.map((id) => [id, bodyName(entries, id)] as const)]}
                      onChange={(member) => {
                        if (every && member) mine.choose(`members/${member}`);
                        setQuery({ member });
                      }}
                    />
                  </Section>
                )}
                {chosen ? (
                  <OneVote
                    key={chosen}
                    ballot={ballot}
                    rule={row}
                    member={chosen}
                    entry={entries.find(({ name }) => idOf(name) === chosen)}
                    behalf={behalf}
                    changed={changed}
                  />
                ) : (
                  <Empty>{t('chooseBody')}</Empty>
                )}
              </>
            );
          }}
        </Shown>
      )}
    </Shown>
  );
}

// Who may perhaps vote in a body's place; the service says so for each ballot.
const conducts = (grants: Grant[], committee: string): boolean =>
  ofCommittee(grants, committee, [Role.COMMITTEE_MANAGER, Role.CENTRAL_SECRETARIAT]).length > 0;

function NoRole({ ballot, member }: { ballot: Ballot; member: string }) {
  return (
    <>
      <Section title={t('cannot')}>
        <p>
          <strong>{t('noRole')}</strong>
        </p>
        <p>{common('remedy', { remedy: t('noRoleRemedy') })}</p>
      </Section>
      {member && <VoteVersions ballot={ballot} member={member} />}
    </>
  );
}

const bodyName = (entries: RollEntry[], id: string): string => {
  const entry = entries.find(({ name }) => idOf(name) === id);
  return entry ? `${entry.acronym || id} – ${entry.country || id}` : id;
};

interface OneProps {
  ballot: Ballot;
  rule: Rule;
  member: string; // without folder
  entry: RollEntry | undefined;
  behalf: boolean;
  changed: (ballot?: Ballot) => void;
}

// What is refused whatever the vote says: of a field at fault more will be heard while it is written.
const isForGood = (problem: Problem | null) => problem !== null && problem.code !== 'invalid_argument';

function OneVote({ ballot, rule, member, entry, behalf, changed }: OneProps) {
  const name = `${ballot.name}/votes/${member}`;
  const [turn, setTurn] = useState(0);
  const [done, setDone] = useState<{ vote: Vote; imported: ImportCommentsResponse | null } | null>(null);
  const late = ballot.state === BallotState.CLOSED && (rule.graceWeeks > 0 || !!ballot.changeUntil);
  const offers = offersFor(rule, entry?.entitlement ?? Entitlement.MAY_VOTE);

  const loaded = useLoad(
    async (signal) => {
      const probe = { name, answer: offers[0]?.answer ?? 4, behalfReason: behalf ? 'asked beforehand' : '' };
      const [refusal, vote] = await Promise.all([
        refusalOf('ballots', wish(BallotService.method.castVote, { vote: probe }), signal),
        voteNow(name, signal),
      ]);
      return { refusal, vote };
    },
    [name, ballot.etag, turn],
  );

  return (
    <Shown of={loaded}>
      {({ refusal, vote }) => {
        const closedNow = late && refusal?.reason === 'BALLOT_CLOSED';
        return (
          <>
            {done && <ReceiptCard vote={done.vote} ballot={ballot} member={member} imported={done.imported} />}
            {isForGood(refusal) && !(closedNow && vote) ? (
              <Section title={t('cannot')}>
                <p lang="en">
                  <strong>{refusal!.sentence}</strong>
                </p>
                {refusal!.remedy && <p>{common('remedy', { remedy: refusal!.remedy })}</p>}
                <p class="quiet">{common('reason', { reason: refusal!.reason })}</p>
              </Section>
            ) : (
              <Section
                title={t('voteOf', { body: entry?.acronym || member })}
                aside={
                  entry && (
                    <span class="quiet">
                      {entitlementWord(entry.entitlement)} ({statusWord(entry.status)})
                    </span>
                  )
                }
              >
                {closedNow && (
                  <div class="finding">
                    <p>{t('closedHint')}</p>
                    {rule.graceWeeks > 0 && (
                      <p>
                        {t('grace', { n: rule.graceWeeks })} <span lang="en">{rule.graceClause}</span>
                      </p>
                    )}
                    {ballot.changeUntil && <p>{t('window', { day: day(ballot.changeUntil) })}</p>}
                  </div>
                )}
                {ballot.visibility === Visibility.ANONYMOUS && <p>{t('anonymous')}</p>}
                {vote && !closedNow && <p class="quiet">{t('already', { n: vote.revision })}</p>}
                <VoteForm
                  key={vote?.etag ?? ''}
                  ballot={ballot}
                  rule={rule}
                  name={name}
                  stands={vote}
                  offers={offers}
                  behalf={behalf}
                  files={ballot.state === BallotState.OPEN && !behalf && !ofPersons(rule)}
                  onDone={(cast, imported) => {
                    setDone({ vote: cast, imported });
                    setTurn((n) => n + 1);
                    changed();
                  }}
                />
              </Section>
            )}
            <VoteVersions ballot={ballot} member={member} turn={turn} />
          </>
        );
      }}
    </Shown>
  );
}
