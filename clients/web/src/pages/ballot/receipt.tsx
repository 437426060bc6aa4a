// What a voter is told, and keeps, when the vote is in.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Ballot, Vote } from '../../../gen/placet/ballots/v1/ballots_pb';
import type { ImportCommentsResponse } from '../../../gen/placet/comments/v1/comment_service_pb';
import { nextDue } from '../../api/due';
import { useLoad } from '../../api/load';
import { provenReceipt, receiptFile, receiptName } from '../../api/receipt';
import { hrefOf, idOf } from '../../route';
import { t } from '../../texts/vote';
import { answerWord } from '../../texts/words';
import { Failure, download } from '../../view/parts';
import { When } from '../../view/time';
import { CheckedFiles, addedBy } from './files';

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export function ReceiptCard({
  vote,
  ballot,
  member,
  imported,
}: {
  vote: Vote;
  ballot: Ballot;
  member: string;
  imported: ImportCommentsResponse | null;
}) {
  const card = useRef<HTMLElement>(null);
  useEffect(() => card.current?.focus(), [vote.name, vote.revision]);
  return (
    <section ref={card} class="receipt" aria-label={t('receipt')} tabIndex={-1}>
      <h2>✓ {t('receipt')}</h2>
      <p>
        {t('receiptText', {
          n: vote.revision,
          answer: answerWord(vote.answer),
          sequence: vote.receipt ? Number(vote.receipt.sequence) : '–',
        })}{' '}
        <When time={vote.castTime} />
      </p>
      {vote.receipt ? <Proof vote={vote} /> : <p>{t('receiptNone')}</p>}
      {imported && (
        <>
          <p>
            {t('commentsIn', {
              added: addedBy(imported),
              known: imported.files.reduce((sum, { known }) => sum + known, 0),
              rejected: imported.files.reduce((sum, { rejected }) => sum + rejected.length, 0),
            })}{' '}
            <a href={hrefOf(['comments', idOf(ballot.name)])}>{t('goComments')}</a>
          </p>
          <CheckedFiles checked={imported} />
        </>
      )}
      <Onwards ballot={ballot} member={member} />
    </section>
  );
}

function Proof({ vote }: { vote: Vote }) {
  const { sequence, leaf } = vote.receipt!;
  const proven = useLoad((signal) => provenReceipt(sequence, signal), [sequence]);
  return (
    <>
      <p>
        {t('leaf')} <code>{hex(leaf)}</code>
      </p>
      {proven.problem && <Failure problem={proven.problem} again={proven.again} />}
      {proven.value ? (
        <>
          <p>{t('receiptProven', { size: Number(proven.value.head?.size ?? 0n) })}</p>
          <p class="row">
            <button
              type="button"
              onClick={() => download(receiptName(vote.name, sequence), receiptFile(proven.value!), 'application/json')}
            >
              {t('receiptKeep')}
            </button>
            <a href={hrefOf(['record'], { event: String(sequence) })}>{t('receiptCheck')}</a>
          </p>
        </>
      ) : (
        !proven.problem && <p>{t('receiptWait')}</p>
      )}
    </>
  );
}

function Onwards({ ballot, member }: { ballot: Ballot; member: string }) {
  const [next, setNext] = useState<string | null>(null);
  useEffect(() => void nextDue(`members/${member}`, idOf(ballot.name)).then(setNext, () => {}), [ballot.name, member]);
  return (
    <p class="row">
      {next && (
        <a class="button" href={hrefOf(['ballots', next], { tab: 'vote', member })}>
          {t('next')} (n)
        </a>
      )}
      <a href={hrefOf(['work'])}>{t('backToWork')}</a>
    </p>
  );
}
