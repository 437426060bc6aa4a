// node tests/browser/unit/board_measure.mjs [BALLOTS]: how long the board's page takes to draw so many open ballots
// (2,370: ISO's, at a time), and to take one delta. The pages of build/web/dist, in a browser, before a
// scripted service: nothing in the pages knows of it. From the bytes' arrival to the frame that shows them.
//
// PLACET_BROWSER names the browser where it is not /usr/bin/chromium.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { entries, model, require, totals, web } from './bundle.mjs';

const m = await model();
const number = Number(process.argv[2] ?? 2370);
const DELTAS = 40;
const all = entries(m, number, Date.now());

function envelope(fields) {
  const clock = { asOf: m.timestampFromMs(Date.now()), age: { seconds: 0n, nanos: 20_000_000 } };
  const bytes = m.toBinary(m.BoardSchema, m.create(m.BoardSchema, { ...clock, ...fields }));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

let feed = null;
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const server = http.createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/session') {
    response.writeHead(200, { 'content-type': 'application/json' });
    return response.end(JSON.stringify({ person: 'people/measure', expireTime: new Date(Date.now() + 3600_000).toISOString() }));
  }
  if (pathname.endsWith('/WatchBoard')) {
    response.writeHead(200, { 'content-type': 'application/connect+proto' });
    feed = response;
    return response.flushHeaders();
  }
  if (request.method === 'POST') {
    response.writeHead(404, { 'content-type': 'application/json' });
    return response.end('{"code":"not_found"}');
  }
  const file = path.join(web, 'dist', path.normalize(pathname === '/' ? '/index.html' : pathname));
  if (!fs.existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
  return response.end(fs.readFileSync(file));
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));

// In the page: when bytes are handed over, when the DOM is changed, when a frame has shown it.
function watch() {
  window.times = { read: 0, nodes: 0, shown: null };
  const read = ReadableStreamDefaultReader.prototype.read;
  ReadableStreamDefaultReader.prototype.read = async function (...args) {
    const result = await read.apply(this, args);
    if (window.armed && window.times.read === 0) window.times.read = performance.now();
    return result;
  };
  window.measure = (selector) => new Promise((done) => {
    window.times = { read: 0, nodes: 0 };
    window.armed = true;
    const observer = new MutationObserver((records) => {
      if (window.times.read === 0 || !document.querySelector(selector)) return;
      window.times.nodes += records.length;
      if (window.times.drawn) return;
      window.times.drawn = performance.now();
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          observer.disconnect();
          window.armed = false;
          const { read: from, drawn, nodes } = window.times;
          done({ dom: drawn - from, frame: performance.now() - from, nodes, rows: document.querySelectorAll('tr[data-row]').length });
        };
        channel.port2.postMessage(null);
      });
    });
    observer.observe(document.getElementById('app'), { subtree: true, childList: true, characterData: true, attributes: true });
  });
}

const arm = () => void (window.result = window.measure('tr[data-row]'));

const { chromium } = require('playwright-core');
const browser = await chromium.launch({ executablePath: process.env.PLACET_BROWSER ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const say = (what, runs) => {
  const dom = median(runs.map((run) => run.dom)), frames = runs.map((run) => run.frame);
  const slowest = Math.max(...frames), nodes = median(runs.map((run) => run.nodes));
  console.log(`${what}: DOM after ${dom.toFixed(1)} ms, shown after ${median(frames).toFixed(1)} ms (median of ${runs.length}; ` +
    `slowest ${slowest.toFixed(1)}), ${runs.at(-1).rows} rows drawn, ${nodes} changes of the DOM`);
};

try {
  const firsts = [], deltas = [], far = [];
  for (let run = 0; run < 5; ++run) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await context.addCookies([{ name: 'placet-csrf', value: 'measure', domain: '127.0.0.1', path: '/' }]);
    await page.addInitScript(watch);
    feed = null;
    await page.goto(`http://127.0.0.1:${server.address().port}/#/board`);
    while (!feed) await page.waitForTimeout(50);
    await page.waitForTimeout(300);
    await page.evaluate(arm);
    const services = [{ service: 'ballots', serving: true }];
    feed.write(envelope({ version: '0', entries: all, totals: totals(all, Date.now()), services }));
    firsts.push(await page.evaluate(() => window.result));

    const order = m.merged(null, m.create(m.BoardSchema, { entries: all }), 0).entries;
    for (let delta = 0; delta < DELTAS; ++delta) {
      // In turns one in sight, and one far below.
      const old = order[delta % 2 === 0 ? 1 : 2000 % number];
      const change = { ...old, votesIn: old.votesIn + 1 + delta, votesDue: Math.max(0, old.votesDue - 1) };
      await page.waitForTimeout(60);
      await page.evaluate(arm);
      const sums = { ...totals(all, Date.now()), votesIn: 10 + delta };
      feed.write(envelope({ version: String(delta + 1), delta: true, entries: [change], totals: sums }));
      (delta % 2 === 0 ? deltas : far).push(await page.evaluate(() => window.result));
    }
    await context.close();
  }
  console.log(`${number} open ballots, one message of ${(envelope({ entries: all }).length / 1e6).toFixed(2)} MB`);
  say('first draw', firsts);
  say('one delta, in sight', deltas);
  say('one delta, out of sight', far);

  const rounds = 200;
  const board = m.merged(null, m.create(m.BoardSchema, { entries: all, totals: totals(all, Date.now()) }), Date.now());
  const timed = (what, act) => {
    const from = performance.now();
    for (let round = 0; round < rounds; ++round) act();
    console.log(`model, ${what}: ${((performance.now() - from) / rounds).toFixed(2)} ms`);
  };
  const delta = m.create(m.BoardSchema, { delta: true, entries: [board.entries[1]] });
  timed('a delta', () => m.merged(board, delta, Date.now()));
  timed('the summary', () => m.summaryOf(board, Date.now(), false));
  const summary = m.summaryOf(board, Date.now(), false);
  timed('sorted by votes', () => m.selected(board, summary, m.selectionOf(new URLSearchParams('sort=-due')), false));
} finally {
  await browser.close();
  server.close();
  server.closeAllConnections();
}
