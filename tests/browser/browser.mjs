// Chromium for scenarios: a page that fails the scenario with any error of its own, sign-in, and
// looks at a view: what axe finds, what runs over the edge, a picture in build/browser.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { scene } from './stage.mjs';

const require = createRequire(path.join(scene.web, 'package.json'));
const { chromium } = require('playwright-core');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const LONGEST_WAIT = 15_000;
const MOST_TEXT = 3000; // of a page on which a scenario failed

let browser;
const troubles = []; // errors of pages; a scenario that has any fails

// What a page may say when a scenario takes the server away, or is refused on purpose.
const expected = [];
export const expectError = (pattern) => expected.push(pattern);

// A refusal, or that there is no such thing, is an answer of an rpc, and the page's to show.
const REFUSED = /status of 40[0349]|status of 412/;

export async function open({ width = 1280, dark = false, french = false, offline = false } = {}) {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    locale: french ? 'fr-FR' : 'en-GB',
    timezoneId: 'Europe/Zurich',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  context.setDefaultTimeout(LONGEST_WAIT);
  const page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && trouble(page, message.text(), message.location().url));
  page.on('pageerror', (error) => trouble(page, error.stack ?? error.message, ''));
  await page.goto(scene.url);
  if (offline) await context.setOffline(true);
  return page;
}

function trouble(page, text, where) {
  if (REFUSED.test(text) && /\/placet\./.test(where)) return;
  if (expected.some((pattern) => pattern.test(text) || pattern.test(where))) return;
  troubles.push(`${page.url()}: ${text} ${where}`);
}

export async function signIn(page, person) {
  await page.fill('[name=person]', person);
  await page.fill('[name=password]', scene.password);
  await page.click('[type=submit]');
  await page.waitForSelector('.who');
}

export async function go(page, hash) {
  await page.evaluate((to) => void (location.hash = to), hash);
  await settled(page);
}

// Nothing is loading any more.
export const settled = (page) =>
  page.waitForFunction(
    () =>
      document.querySelector('main h1') &&
      ![...document.querySelectorAll('main [role=status]')].some((at) => /^(Loading|Chargement)/.test(at.textContent)),
  );

// Fails the scenario for what a view does wrong; a picture of it under this name.
export async function look(page, name, { picture = true } = {}) {
  await settled(page);
  if (picture) await page.screenshot({ path: path.join(scene.pictures, `${name}.png`), fullPage: true });
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const { violations } = await page.evaluate((runOnly) => axe.run({ runOnly, resultTypes: ['violations'] }), RULES);
  for (const { id, help, nodes } of violations) {
    troubles.push(
      `${name}: axe ${id}: ${help}: ${nodes
        .slice(0, 3)
        .map((node) => node.target.join(' '))
        .join(' | ')}`,
    );
  }
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (over > 0) troubles.push(`${name}: ${over} px run over the edge`);
}

export function check(holds, what) {
  if (!holds) troubles.push(what);
}

export const section = (page, title) => page.getByRole('region', { name: title, exact: typeof title === 'string' });

// Runs a scenario: its exit code says how it went.
export async function play(scenario) {
  mkdirSync(scene.pictures, { recursive: true });
  const begin = Date.now();
  try {
    browser = await chromium.launch({ executablePath: scene.chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    await scenario();
  } catch (error) {
    troubles.push(error.stack);
    for (const context of browser?.contexts() ?? []) {
      for (const page of context.pages()) {
        const text = await page
          .locator('body')
          .innerText()
          .catch(() => '');
        console.log(`at ${page.url()}:\n${text.slice(0, MOST_TEXT)}`);
        await page.screenshot({ path: path.join(scene.pictures, 'failed.png'), fullPage: true }).catch(() => {});
      }
    }
  }
  await browser?.close();
  for (const one of troubles) console.log(`FAILED ${one}`);
  console.log(`${path.basename(process.argv[1])}: ${((Date.now() - begin) / 1000).toFixed(1)} s`);
  process.exit(troubles.length > 0 ? 1 : 0);
}
