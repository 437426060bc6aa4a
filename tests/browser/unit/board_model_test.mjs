// node --test tests/browser/unit/board_model_test.mjs: what the board's page makes of the stream, without a browser.
import assert from 'node:assert/strict';
import test from 'node:test';
import { entries, model, totals } from './bundle.mjs';

const m = await model();
const NOW = Date.parse('2026-11-29T12:00:00Z');
const message = (fields) => m.create(m.BoardSchema, { asOf: m.timestampFromMs(NOW), age: { seconds: 0n, nanos: 30_000_000 }, ...fields });
const whole = (all) => message({ version: '1', entries: all, totals: totals(all, NOW), services: [{ service: 'ballots', serving: true }] });
const names = (board) => board.entries.map(({ name }) => name);
const ask = (query, ofBody = false, board = m.merged(null, whole(entries(m, 40, NOW)), NOW)) =>
  m.selected(board, m.summaryOf(board, NOW, ofBody), m.selectionOf(new URLSearchParams(query)), ofBody);

test('a whole board is in the order of closing, whatever order it came in', () => {
  const all = entries(m, 50, NOW);
  const board = m.merged(null, whole([...all].reverse()), NOW);
  const closings = board.entries.map((entry) => m.msOf(entry.closeTime));
  assert.deepEqual(closings, [...closings].sort((a, b) => a - b));
  assert.equal(board.totals.openBallots, 50);
});

test('of a delta, an entry takes the place of the one of its name, and no other is touched', () => {
  const before = m.merged(null, whole(entries(m, 20, NOW)), NOW);
  const old = before.entries[7];
  const after = m.merged(before, message({ version: '2', delta: true, entries: [{ ...old, votesIn: 99 }] }), NOW + 50);
  assert.deepEqual(names(after), names(before));
  assert.equal(after.entries[7].votesIn, 99);
  before.entries.forEach((entry, index) => index === 7 || assert.equal(after.entries[index], entry));
  assert.deepEqual([...after.touched.keys()], [old.name]);
  assert.equal(after.version, '2');
});

test('an entry whose closing moved goes to its new place, a new one comes in, a closed one goes', () => {
  const before = m.merged(null, whole(entries(m, 20, NOW)), NOW);
  const [first, second] = before.entries;
  const late = { ...first, closeTime: m.timestampFromMs(NOW + 999 * m.DAY) };
  const brandNew = { ...second, name: 'ballots/new', closeTime: m.timestampFromMs(NOW + 1000) };
  const delta = { version: '2', delta: true, entries: [late, brandNew], closed: [second.name, 'ballots/unknown'] };
  const after = m.merged(before, message(delta), NOW);
  assert.equal(after.entries[0].name, 'ballots/new');
  assert.equal(after.entries.at(-1).name, first.name);
  assert.ok(!names(after).includes(second.name));
  assert.equal(after.entries.length, 20);
});

test('an empty delta and an unchanged board leave everything but the clock', () => {
  const before = m.merged(null, whole(entries(m, 20, NOW)), NOW);
  for (const fields of [{ delta: true }, { unchanged: true }]) {
    const after = m.merged(before, message({ version: '2', asOf: m.timestampFromMs(NOW + 2000), ...fields }), NOW + 2000);
    assert.equal(after.entries, before.entries);
    assert.equal(after.totals, before.totals);
    assert.equal(after.services, before.services);
    assert.equal(after.asOf, NOW + 2000);
    assert.equal(after.version, '2');
  }
});

test('a whole board after a loss takes the place of all that was known', () => {
  const before = m.merged(null, whole(entries(m, 20, NOW)), NOW);
  assert.equal(m.merged(before, whole(entries(m, 5, NOW)), NOW).entries.length, 5);
});

test('a row that changed stands out for a while only', () => {
  const before = m.merged(null, whole(entries(m, 3, NOW)), NOW);
  const changed = m.merged(before, message({ delta: true, entries: [before.entries[0]] }), NOW);
  assert.equal(changed.touched.size, 1);
  assert.equal(m.merged(changed, message({ delta: true }), NOW + 100).touched.size, 1);
  assert.equal(m.merged(changed, message({ delta: true }), NOW + 5000).touched.size, 0);
});

test('what is left is told by the clock of the service, not by that of the reader', () => {
  const board = m.merged(null, whole([]), NOW + 3 * m.DAY);
  assert.equal(m.nowOf(board, NOW + 3 * m.DAY + 1000), NOW + 1000);
});

test('days are those of Geneva', () => {
  assert.equal(m.dayIn(Date.parse('2026-11-29T23:30:00Z')), '2026-11-30');
  assert.equal(m.dayAfter('2026-12-31', 1), '2027-01-01');
  const board = m.merged(null, whole(entries(m, 400, NOW)), NOW);
  const { week } = m.summaryOf(board, NOW, false);
  assert.deepEqual([week.length, week[0].day, week[6].day], [7, '2026-11-29', '2026-12-05']);
  assert.equal(week[1].ballots, board.entries.filter(({ endDate }) => endDate === '2026-11-30').length);
});

test('late is who has passed the limit, before who has passed the target alone; today is not late', () => {
  const of = (name, limitDate, targetDate) => m.create(m.BoardEntrySchema, { name, limitDate, targetDate });
  const all = [
    of('a', '2026-11-29', ''), of('b', '', '2020-01-01'), of('c', '2026-11-28', ''), of('d', '2026-01-01', '2025-01-01'), of('e', '', ''),
  ];
  const board = m.merged(null, whole(all), NOW);
  assert.deepEqual(m.summaryOf(board, NOW, false).late.map(({ name }) => name), ['d', 'c', 'b']);
  assert.deepEqual(m.latenessOf(all[2], '2026-11-29'), { days: 1, limit: true });
});

test('at risk is what closes within two weeks with votes due; of a body, where it must vote and has not', () => {
  const of = (name, days, votesDue, entitlement, voted) => m.create(m.BoardEntrySchema, {
    name, votesDue, closeTime: m.timestampFromMs(NOW + days * m.DAY), body: { entitlement, voted },
  });
  const must = m.Entitlement.MUST_VOTE, may = m.Entitlement.MAY_VOTE;
  const all = [of('a', 1, 0, must, true), of('b', 13, 4, must, false), of('c', 15, 9, must, false), of('d', 2, 3, may, false)];
  const board = m.merged(null, whole(all), NOW);
  assert.deepEqual(m.summaryOf(board, NOW, false).atRisk.map(({ name }) => name), ['d', 'b']);
  assert.equal(m.summaryOf(board, NOW, false).dueAtRisk, 7);
  assert.deepEqual(m.summaryOf(board, NOW, true).atRisk.map(({ name }) => name), ['b']);
  assert.equal(m.summaryOf(board, NOW, true).dueAtRisk, 1);
});

test('the address sorts and filters; what it does not know, it leaves', () => {
  const due = ask('sort=-due').map(({ votesDue }) => votesDue);
  assert.deepEqual(due, [...due].sort((a, b) => b - a));
  assert.ok(ask(`kind=${m.BallotKind.CIB}`).every(({ kind }) => kind === m.BallotKind.CIB));
  assert.deepEqual(ask('q=DIS 10007').map(({ reference }) => reference), ['ISO/DIS 10007']);
  assert.ok(ask('only=late').every((entry) => m.latenessOf(entry, '2026-11-29')));
  assert.equal(ask('sort=nonsense&only=nonsense').length, 40);
  assert.deepEqual(ask('sort=-closes').map(({ name }) => name), ask('').map(({ name }) => name).reverse());
});
