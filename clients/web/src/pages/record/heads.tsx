// The tree heads that the services have signed, to be kept by whoever wants to hold them to it.
import { toJsonString } from '@bufbuild/protobuf';
import { useEffect, useState } from 'preact/hooks';
import { records } from '../../api/clients';
import { problemOf, type Problem } from '../../api/problem';
import { hrefOf } from '../../route';
import { TreeHeadSchema, type TreeHead } from '../../../gen/placet/record/v1/log_pb';
import { t as common } from '../../texts/common';
import { t } from '../../texts/record';
import { Button, Empty, Failure, Loading, Section, Table, Tabs, download } from '../../view/parts';
import { When } from '../../view/time';
import { hex } from './bytes';

const SERVICES = ['ballots', 'members', 'comments'] as const;
type Service = (typeof SERVICES)[number];
const PAGE_SIZE = 20;

export function Heads({ service: asked }: { service: string }) {
  const service = SERVICES.find((name) => name === asked) ?? 'ballots';
  return (
    <Section title={t('headsTitle')}>
      <p>{t('headsHint')}</p>
      <Tabs
        label={t('service')}
        current={service}
        tabs={SERVICES.map((name) => [name, t(`service_${name}`), hrefOf(['record'], { service: name })] as const)}
      />
      <List key={service} service={service} />
    </Section>
  );
}

// One that was signed with an earlier key has no note, and is kept with its fields.
function keep(service: Service, head: TreeHead): void {
  download(`${service}-${head.size}.head`, head.note || toJsonString(TreeHeadSchema, head, { useProtoFieldName: true }), 'text/plain');
}

function List({ service }: { service: Service }) {
  const [heads, setHeads] = useState<TreeHead[] | null>(null);
  const [next, setNext] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const load = async (pageToken: string) => {
    try {
      const page = await records[service].listTreeHeads({ pageSize: PAGE_SIZE, pageToken });
      setHeads((was) => [...(pageToken ? (was ?? []) : []), ...page.heads]);
      setNext(page.nextPageToken);
      setProblem(null);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  useEffect(() => void load(''), []);
  if (problem) return <Failure problem={problem} again={() => void load(heads ? next : '')} />;
  if (!heads) return <Loading />;
  if (heads.length === 0) return <Empty>{t('headsEmpty')}</Empty>;
  return (
    <>
      <Table
        caption={`${t('headsTitle')}: ${t(`service_${service}`)}`}
        rows={heads}
        keyOf={(head) => String(head.size)}
        columns={[
          { title: t('size'), cell: (head) => String(head.size) },
          { title: t('signedAt'), cell: (head) => <When time={head.time} /> },
          { title: t('root'), cell: (head) => <code title={hex(head.root)}>{hex(head.root).slice(0, 16)}…</code> },
          { title: t('witnesses'), cell: (head) => head.cosignatures.map(({ witness }) => witness).join(', ') || common('none') },
          {
            title: t('keep'),
            cell: (head) => (
              <button type="button" class="plain" aria-label={t('keepSize', { n: Number(head.size) })} onClick={() => keep(service, head)}>
                {t('keep')}
              </button>
            ),
          },
        ]}
      />
      {next && <Button onClick={() => void load(next)}>{common('more')}</Button>}
    </>
  );
}
