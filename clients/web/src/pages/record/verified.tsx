// What a file was found to be, step by step.
import { useEffect, useState } from 'preact/hooks';
import { records } from '../../api/clients';
import { problemOf, type Problem } from '../../api/problem';
import type { Entry, TreeHead } from '../../../gen/placet/record/v1/log_pb';
import { computedWord, stepSaid, stepTitle, t, wrongText } from '../../texts/record';
import { answerWord } from '../../texts/words';
import { Badge, Button, Failure, Loading, Section, type Tone } from '../../view/parts';
import { When } from '../../view/time';
import type { Item } from '../record';
import { eventOf } from './leaves';
import { keyFor, type Key } from './note';
import type { Report, Step } from './report';
import { checkBundle, checkGoesOn, checkKeptHead, checkReceipt, type Kept, type KeptHead } from './verify';

const TONES: Record<Step['state'], Tone> = { holds: 'good', fails: 'bad', unsure: 'warn', notDone: 'plain' };

async function verify(item: Item, all: Item[], keys: Key[]): Promise<Report | null> {
  const { content } = item;
  if (content.kind === 'bundle') return checkBundle(content.bundle, keptOf(all, await keyFor(content.bundle.head, keys)));
  if (content.kind === 'receipt') return checkReceipt(content.receipt, await keyFor(content.receipt.head, keys));
  if (content.kind === 'head') return checkKeptHead(content, await keyFor(content.head, keys));
  return null;
}

function keptOf(all: Item[], key: Key | null): Kept {
  return {
    key,
    heads: all.flatMap(({ content }) => (content.kind === 'head' ? [content] : [])),
    receipts: all.flatMap(({ content }) => (content.kind === 'receipt' ? [content.receipt] : [])),
  };
}

export function Verified({ item, all, keys, signedIn }: { item: Item; all: Item[]; keys: Key[]; signedIn: boolean }) {
  const { content, name } = item;
  const [report, setReport] = useState<Report | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    let gone = false;
    setReport(null);
    setProblem(null);
    verify(item, all, keys).then(
      (made) => gone || setReport(made),
      (error) => gone || setProblem(problemOf(error)),
    );
    return () => void (gone = true);
  }, [item, all, keys]);
  if (content.kind === 'unknown' || content.kind === 'key') return null;

  const goesOn = async (kept: KeptHead) => {
    try {
      const service = records[serviceOf(kept.head.log)];
      const now = await service.getLatestHead({});
      const proof = await service.getConsistencyProof({ firstSize: kept.head.size, treeSize: now.size });
      setReport(await checkGoesOn(kept, now, proof, await keyFor(kept.head, keys)));
    } catch (error) {
      setProblem(problemOf(error));
    }
  };

  return (
    <Section title={t(`of_${content.kind}`, { name })} aside={report && <Verdict report={report} trusted={keys.length > 0} />}>
      {problem && <Failure problem={problem} />}
      {content.kind === 'bundle' && content.bundle.head && (
        <dl>
          <dt>{t('ballot')}</dt>
          <dd>
            <code>{content.bundle.ballot}</code>
          </dd>
          <dt>{t('events')}</dt>
          <dd>{content.bundle.entries.length}</dd>
          <Sealed head={content.bundle.head} />
        </dl>
      )}
      {content.kind === 'receipt' && content.receipt.entry && content.receipt.head && (
        <dl>
          <About entry={content.receipt.entry} />
          <Sealed head={content.receipt.head} />
        </dl>
      )}
      {content.kind === 'head' && (
        <>
          <dl>
            <Sealed head={content.head} />
          </dl>
          <Button why={signedIn ? undefined : t('goesOnSignIn')} onClick={() => void goesOn(content)}>
            {t('goesOn')}
          </Button>
        </>
      )}
      {report ? <Steps report={report} /> : !problem && <Loading />}
    </Section>
  );
}

function serviceOf(log: string): keyof typeof records {
  const name = log.split('/')[1] ?? '';
  return name in records ? (name as keyof typeof records) : 'ballots';
}

function Verdict({ report, trusted }: { report: Report; trusted: boolean }) {
  const n = report.findings.length;
  if (n > 0) return <Badge tone="bad">{t('doesNotHold', { n })}</Badge>;
  return trusted ? <Badge tone="good">{t('allHolds')}</Badge> : <Badge tone="warn">{t('state_unsure')}</Badge>;
}

function Sealed({ head }: { head: TreeHead }) {
  return (
    <>
      <dt>{t('log')}</dt>
      <dd>
        <code>{head.log}</code>
      </dd>
      <dt>{t('sealedIn')}</dt>
      <dd>
        {t('headOf', { n: Number(head.size), size: Number(head.size) })} <When time={head.time} />
      </dd>
    </>
  );
}

// What was recorded, read out of the bytes that are verified.
function About({ entry }: { entry: Entry }) {
  const change = eventOf(entry)?.change;
  return (
    <>
      <dt>{t('event')}</dt>
      <dd>{String(entry.sequence)}</dd>
      <dt>{t('subject')}</dt>
      <dd>
        <code>{entry.subject}</code>
      </dd>
      {change?.case === 'vote' && (
        <>
          <dt>{t('voteSays')}</dt>
          <dd>{t('voteRevision', { answer: answerWord(change.value.answer), revision: change.value.revision })}</dd>
        </>
      )}
      <dt>{t('actor')}</dt>
      <dd>
        <code>{entry.actor}</code>
      </dd>
      <dt>{t('committed')}</dt>
      <dd>
        <When time={entry.commitTime} />
      </dd>
    </>
  );
}

function Steps({ report }: { report: Report }) {
  const signed = report.steps.some(({ id, state }) => id === 'signature' && state !== 'notDone');
  const unsure = report.steps.some(({ state }) => state === 'unsure');
  return (
    <>
      {report.findings.length === 0 && unsure && <p>{t('holdsInItself')}</p>}
      {!signed && <p>{t('nothingProved')}</p>}
      <ol class="record-steps" aria-label={t('steps')}>
        {report.steps.map((step, index) => (
          <OneStep key={index} step={step} />
        ))}
      </ol>
    </>
  );
}

function OneStep({ step }: { step: Step }) {
  return (
    <li data-step={step.id} data-state={step.state}>
      <header>
        <h3>{stepTitle(step.id)}</h3>
        <Badge tone={TONES[step.state]}>{t(`state_${step.state}`)}</Badge>
      </header>
      {step.state !== 'fails' && <p>{stepSaid(step.said as Parameters<typeof stepSaid>[0], step.values)}</p>}
      {step.findings.length > 0 && <Findings step={step} />}
      {step.computed.length > 0 && (
        <details>
          <summary>{t('computed')}</summary>
          <dl>
            {step.computed.map(({ what, value }, index) => (
              <div key={index}>
                <dt>{computedWord(what as Parameters<typeof computedWord>[0])}</dt>
                <dd>
                  <code>{value}</code>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}

function Findings({ step }: { step: Step }) {
  const caption = `${t('findings')}: ${stepTitle(step.id)}`;
  return (
    <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
      <table class="record-findings">
        <caption class="away">{caption}</caption>
        <thead>
          <tr>
            {[t('event'), t('where'), t('what'), t('is'), t('shouldBe')].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {step.findings.map(({ sequence, place, wrong, found, expected }, index) => (
            <tr key={index}>
              <td>{sequence > 0n ? String(sequence) : '–'}</td>
              <td>
                <code>{place}</code>
              </td>
              <td>{wrongText(wrong)}</td>
              <td>
                <code>{found}</code>
              </td>
              <td>
                <code>{expected}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
