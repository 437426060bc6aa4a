// What the chair found: so far, and anew.
import { useState } from 'preact/hooks';
import type { Ballot } from '../../../gen/placet/ballots/v1/ballots_pb';
import { FindingBasis, type Finding } from '../../../gen/placet/comments/v1/changes_pb';
import { ConsensusService } from '../../../gen/placet/comments/v1/consensus_service_pb';
import { requestId } from '../../api/clients';
import { useMayI, wish } from '../../api/may';
import { problemOf, type Problem } from '../../api/problem';
import { t } from '../../texts/comments';
import { t as common } from '../../texts/common';
import { Badge, Button, Choice, Empty, Failure, Field } from '../../view/parts';
import { When } from '../../view/time';
import { consensus } from './clients';
import { usePeople, whoIs } from './people';
import { basisText } from './words';

export function Findings({ findings }: { findings: Finding[] }) {
  const people = usePeople();
  if (findings.length === 0) return <Empty>{t('findingsNone')}</Empty>;
  return (
    <ol class="entries">
      {[...findings].reverse().map((finding) => (
        <li key={finding.name}>
          <p>
            <Badge tone={finding.consensus ? 'good' : 'bad'}>{finding.consensus ? t('consensusFound') : t('consensusNotFound')}</Badge>{' '}
            {basisText(finding.basis)}{' '}
            <span class="quiet">
              {whoIs(people, finding.person)}, <When time={finding.findingTime} />
            </span>
          </p>
          <p class="said">{finding.reasons}</p>
          <p class="quiet">
            {[
              finding.basis === FindingBasis.TWO_THIRDS && t('ofVoting', { n: finding.inFavour, all: finding.voting }),
              finding.withoutDisposition > 0 && t('withoutAtFinding', { n: finding.withoutDisposition }),
            ]
              .filter(Boolean)
              .join(' · ')}{' '}
            <span lang="en">{finding.clause}</span>
          </p>
        </li>
      ))}
    </ol>
  );
}

export function FindingForm({ ballot, withoutDisposition, onDone }: { ballot: Ballot; withoutDisposition: number; onDone: () => void }) {
  const [basis, setBasis] = useState<string>(String(FindingBasis.CHAIR));
  const [found, setFound] = useState<'yes' | 'no'>('yes');
  const [reasons, setReasons] = useState('');
  const [despite, setDespite] = useState(false);
  const [id, setId] = useState(requestId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const request = (said: string) => ({
    parent: ballot.name,
    finding: { basis: Number(basis) as FindingBasis, consensus: found === 'yes', reasons: said },
    despiteOpenComments: despite,
  });
  // With some reason, so that only what else is missing makes it grey.
  const [may] = useMayI(
    'comments',
    [wish(ConsensusService.method.recordFinding, request('-'))],
    [ballot.name, basis, found, despite, withoutDisposition],
  );
  const record = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await consensus.recordFinding({ ...request(reasons), requestId: id });
      setReasons('');
      setId(requestId());
      onDone();
    } catch (error) {
      const refused = problemOf(error);
      if (refused.code !== 'unavailable') setId(requestId());
      setProblem(refused);
    }
    setBusy(false);
  };
  return (
    <form class="comment-form" name="finding" onSubmit={(event) => event.preventDefault()}>
      <h3>{t('recordFinding')}</h3>
      <div class="row">
        <Choice
          label={t('finding')}
          value={found}
          onChange={setFound}
          options={[
            ['yes', t('consensusFound')],
            ['no', t('consensusNotFound')],
          ]}
        />
        <Choice
          label={t('basis')}
          value={basis}
          onChange={setBasis}
          options={[FindingBasis.CHAIR, FindingBasis.TWO_THIRDS].map((one) => [String(one), basisText(one)] as const)}
        />
      </div>
      <Field label={`${t('reasons')} (${common('required')})`}>
        {(props) => (
          <textarea {...props} name="reasons" rows={3} value={reasons} onInput={(event) => setReasons(event.currentTarget.value)} />
        )}
      </Field>
      {withoutDisposition > 0 && found === 'yes' && (
        <p>
          <label>
            <input type="checkbox" name="despite" checked={despite} onChange={(event) => setDespite(event.currentTarget.checked)} />{' '}
            {t('despite', { n: withoutDisposition })}
          </label>
        </p>
      )}
      {problem && <Failure problem={problem} />}
      <Button
        kind="main"
        may={may}
        busy={busy}
        why={may?.allowed && !reasons.trim() ? t('reasonsNeeded') : ''}
        onClick={() => void record()}
      >
        {t('record')}
      </Button>
    </form>
  );
}
