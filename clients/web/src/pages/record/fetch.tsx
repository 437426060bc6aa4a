// Bundles and receipts, asked of the service; what it gives is verified like any other file.
import { create, toJsonString, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { useState } from 'preact/hooks';
import { records } from '../../api/clients';
import { problemOf, type Problem } from '../../api/problem';
import { idOf } from '../../route';
import { BundleSchema, ProvenReceiptSchema, type Bundle } from '../../../gen/placet/record/v1/log_pb';
import { t } from '../../texts/record';
import { Button, Failure, Field, Section } from '../../view/parts';
import type { Item } from '../record';
import type { Content } from './read';

type Add = (name: string, text: string, fetched: boolean) => Promise<Content | null>;

const textOf = <M extends DescMessage>(schema: M, message: MessageShape<M>): string =>
  toJsonString(schema, message, { useProtoFieldName: true, prettySpaces: 1 });

// A bundle comes in pieces.
async function fetchBundle(ballot: string, kept: Item[]): Promise<Bundle> {
  const keptSizes = kept.flatMap(({ content }) =>
    content.kind === 'head' ? [content.head.size] : content.kind === 'receipt' && content.receipt.head ? [content.receipt.head.size] : [],
  );
  const bundle = create(BundleSchema);
  for await (const piece of records.ballots.exportBundle({ ballot: `ballots/${ballot}`, keptSizes })) {
    if (piece.ballot) bundle.ballot = piece.ballot;
    if (piece.head) bundle.head = piece.head;
    if (piece.publicKey.length > 0) bundle.publicKey = piece.publicKey;
    bundle.entries.push(...piece.entries);
    bundle.rows.push(...piece.rows);
    bundle.consistency.push(...piece.consistency);
    bundle.named.push(...piece.named);
  }
  return bundle;
}

export function FromServices({ ballot: asked, event, kept, add }: { ballot: string; event: string; kept: Item[]; add: Add }) {
  const [ballot, setBallot] = useState(asked);
  const [number, setNumber] = useState(event);
  const [busy, setBusy] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const doing = async (what: string, act: () => Promise<unknown>) => {
    setBusy(what);
    setProblem(null);
    await act().catch((error: unknown) => setProblem(problemOf(error)));
    setBusy('');
  };
  const bundle = () =>
    doing('bundle', async () => {
      const id = idOf(ballot.trim());
      await add(`${id}.bundle.json`, textOf(BundleSchema, await fetchBundle(id, kept)), true);
    });
  const receipt = () =>
    doing('receipt', async () => {
      const proven = await records.ballots.getReceipt({ sequence: BigInt(number.trim()) });
      await add(`receipt-${number.trim()}.json`, textOf(ProvenReceiptSchema, proven), true);
    });

  return (
    <Section title={t('fromServices')}>
      <p>{t('fromServicesHint')}</p>
      {problem && <Failure problem={problem} />}
      <div class="columns">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (ballot.trim()) void bundle();
          }}
        >
          <Field label={t('ballotField')} hint={t('ballotHint')}>
            {(props) => (
              <input
                {...props}
                autocomplete="off"
                autocapitalize="none"
                value={ballot}
                onInput={(event) => setBallot(event.currentTarget.value)}
              />
            )}
          </Field>
          <Button busy={busy === 'bundle'} why={ballot.trim() ? undefined : t('needBallot')} onClick={() => void bundle()}>
            {busy === 'bundle' ? t('fetching') : t('fetchBundle')}
          </Button>
        </form>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (/^\d+$/.test(number.trim())) void receipt();
          }}
        >
          <Field label={t('receiptField')} hint={t('receiptHint')}>
            {(props) => (
              <input
                {...props}
                inputMode="numeric"
                autocomplete="off"
                value={number}
                onInput={(event) => setNumber(event.currentTarget.value)}
              />
            )}
          </Field>
          <Button busy={busy === 'receipt'} why={/^\d+$/.test(number.trim()) ? undefined : t('needNumber')} onClick={() => void receipt()}>
            {busy === 'receipt' ? t('fetching') : t('fetchReceipt')}
          </Button>
        </form>
      </div>
    </Section>
  );
}
