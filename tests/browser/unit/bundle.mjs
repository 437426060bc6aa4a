// What the pages are made of, as modules for Node: built from their sources, where clients/web/build has
// put what they need.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const web = fileURLToPath(new URL('../../../build/web', import.meta.url));
export const require = createRequire(path.join(web, 'package.json'));

export async function bundled(contents) {
  const esbuild = require('esbuild');
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: web, loader: 'ts' },
    absWorkingDir: web,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    preserveSymlinks: true,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

// The model of the board and the messages that it takes.
export const model = () => bundled(`
  export * from './src/pages/board/model';
  export * from './src/view/geneva';
  export * from './gen/placet/ballots/v1/board_pb';
  export { BallotKind, Entitlement } from './gen/placet/ballots/v1/ballots_pb';
  export { create, toBinary } from '@bufbuild/protobuf';
  export { timestampFromMs } from '@bufbuild/protobuf/wkt';`);

// Open ballots as ISO would have them: of 300 committees, closing over half a year, a third of them late.
export function entries(m, number, now) {
  const kinds = [m.BallotKind.DIS, m.BallotKind.FDIS, m.BallotKind.NP, m.BallotKind.SYSTEMATIC_REVIEW, m.BallotKind.CIB];
  return Array.from({ length: number }, (_, index) => {
    const tc = 1 + (index * 7) % 300;
    const closes = now + (1 + (index * 37) % 180) * m.DAY;
    const all = 20 + index % 30, voted = (index * 13) % all;
    return m.create(m.BoardEntrySchema, {
      name: `ballots/made-${index}`,
      reference: `ISO/DIS ${10000 + index}`,
      title: `Made for measuring - Part ${index}: A title about as long as titles of standards are`,
      kind: kinds[index % kinds.length],
      committee: `committees/iso-tc-${tc}`,
      committeeReference: `ISO/TC ${tc}`,
      project: `projects/made-${index}`,
      stage: '40.20',
      limitStage: '60.60',
      limitDate: m.dayAfter(m.dayIn(now), (index % 3) * 200 - 100),
      openTime: m.timestampFromMs(now - 30 * m.DAY),
      closeTime: m.timestampFromMs(closes),
      endDate: m.dayIn(closes - 1),
      votesDue: all - voted,
      votesIn: voted,
      bodies: all + 10,
      allVotesIn: voted,
    });
  });
}

export function totals(all, now) {
  const sum = (of) => all.reduce((before, entry) => before + of(entry), 0);
  const soon = all.filter((entry) => Number(entry.closeTime?.seconds ?? 0) * 1000 - now < 7 * 24 * 3600_000).length;
  return { openBallots: all.length, votesDue: sum((e) => e.votesDue), votesIn: sum((e) => e.votesIn), closingSoon: soon };
}
