// Bundles src/ into dist/, which the gateway serves: one entry, a file for each page that is loaded
// when it is first opened, names that change with their content, and a .gz beside each.
//
//   node bundle.mjs [--watch]      in build/web, where clients/web/build has put what it needs
import { mkdir, readdir, readFile, rm, rename, writeFile, copyFile, stat } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import path from 'node:path';
import esbuild from 'esbuild';

const watch = process.argv.includes('--watch');
const out = watch ? 'dist' : 'dist.new';

// What a first visit loads before anything is chosen: index.html, the entry with what it imports at
// once, the style sheet. A page's own file and the map come when they are needed.
const FIRST_LOAD_LIMIT = 200_000;

async function finish(result) {
  if (result.errors.length > 0) return;
  const outputs = result.metafile.outputs;
  const [entry, made] = Object.entries(outputs).find(([, o]) => o.entryPoint === 'src/main.tsx');
  const first = new Set([entry, made.cssBundle]);
  for (const file of first) {
    for (const used of outputs[file].imports) if (used.kind === 'import-statement') first.add(used.path);
  }
  const name = (file) => path.basename(file);
  const html = (await readFile('src/index.html', 'utf8'))
    .replace('main.css', name(made.cssBundle))
    .replace('main.js', name(entry));
  await writeFile(path.join(out, 'index.html'), html);
  await copyFile('src/icon.svg', path.join(out, 'icon.svg'));
  await copyFile('src/start.js', path.join(out, 'start.js'));

  let load = 0;
  for (const file of await readdir(out)) {
    if (file.endsWith('.gz')) continue;
    const content = await readFile(path.join(out, file));
    const packed = gzipSync(content, { level: 9 });
    await writeFile(path.join(out, `${file}.gz`), packed);
    if (file === 'index.html' || file === 'start.js' || [...first].some((f) => name(f) === file)) load += packed.length;
  }
  console.log(`pages: first load ${(load / 1000).toFixed(1)} kB compressed (limit ${FIRST_LOAD_LIMIT / 1000})`);
  if (load > FIRST_LOAD_LIMIT) throw new Error('the first load is over its limit: load more of it when it is needed');
}

const options = {
  entryPoints: ['src/main.tsx'],
  outdir: out,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  minify: !watch,
  sourcemap: watch,
  metafile: true,
  preserveSymlinks: true,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.json': 'json' },
  legalComments: 'external',
  logLevel: 'warning',
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
if (watch) {
  const context = await esbuild.context({
    ...options,
    plugins: [{ name: 'finish', setup: (build) => build.onEnd(finish) }],
  });
  await context.watch();
} else {
  await finish(await esbuild.build(options));
  // The gateway sees either the old pages or the new ones.
  await rm('dist.old', { recursive: true, force: true });
  if (await stat('dist').catch(() => null)) await rename('dist', 'dist.old');
  await rename(out, 'dist');
  await rm('dist.old', { recursive: true, force: true });
}
