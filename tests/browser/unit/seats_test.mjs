// node --test tests/browser/unit/seats_test.mjs: what a committee's page tells from all seats that were ever held.
import assert from 'node:assert/strict';
import test from 'node:test';
import { bundled } from './bundle.mjs';

const m = await bundled(`
  export * from './src/pages/committee/seats';
  export { SeatSchema, SeatStatus, Confidence } from './gen/placet/members/v1/members_pb';
  export { create } from '@bufbuild/protobuf';`);
const { P, O } = m.SeatStatus;

const seat = (member, status, from, until = '', fields = {}) => m.create(m.SeatSchema, {
  name: `committees/c/seats/${member}`, country: member, status, period: { from, fromExact: true, until, untilExact: true }, ...fields,
});
const kinds = (seats) => m.changesOf(seats).map((change) => [
  change.day, change.seat.country, change.left ? 'left' : m.isSame(change) ? 'same' : change.before ? 'changed' : 'joined',
]);

test('a seat holds from its first day until the day before it ends; an open end holds', () => {
  const period = { from: '2020-01-01', until: '2021-01-01' };
  assert.deepEqual(['2019-12-31', '2020-01-01', '2020-12-31', '2021-01-01'].map((day) => m.holds(period, day)), [false, true, true, false]);
  assert.ok(m.holds({ from: '', until: '' }, '1900-01-01'));
  assert.ok(m.holds(undefined, '1900-01-01'));
});

test('counts are given for each day on which a seat began or ended', () => {
  const seats = [
    seat('de', P, '2018-01-01'), seat('fr', O, '2018-01-01', '2020-01-01'), seat('fr', P, '2020-01-01'),
    seat('jp', O, '2019-01-01', '2021-01-01'),
  ];
  assert.deepEqual(m.stepsOf(seats), [
    { day: '2018-01-01', p: 1, o: 1 },
    { day: '2019-01-01', p: 1, o: 2 },
    { day: '2020-01-01', p: 2, o: 1 },
    { day: '2021-01-01', p: 2, o: 0 },
  ]);
});

test('a seat that follows without a day between takes the place of the one before; after a gap it joins again', () => {
  assert.deepEqual(kinds([seat('fr', P, '2020-01-01'), seat('fr', O, '2018-01-01', '2020-01-01')]), [
    ['2020-01-01', 'fr', 'changed'], ['2018-01-01', 'fr', 'joined'],
  ]);
  assert.deepEqual(kinds([seat('fr', P, '2018-01-01', '2019-01-01'), seat('fr', P, '2020-01-01')]), [
    ['2020-01-01', 'fr', 'joined'], ['2019-01-01', 'fr', 'left'], ['2018-01-01', 'fr', 'joined'],
  ]);
});

test('the same status again, from another source, is no change of the seat', () => {
  assert.deepEqual(kinds([seat('de', P, '2018-01-01', '2025-01-01'), seat('de', P, '2025-01-01')])[0], ['2025-01-01', 'de', 'same']);
});

test('a day that is only the first or last on which a source shows the seat is not exact', () => {
  const period = { from: '2018-01-01', fromExact: false, until: '2025-01-01', untilExact: false };
  const seats = [seat('dk', P, '', '', { period })];
  assert.deepEqual(m.changesOf(seats).map(({ exact }) => exact), [false, false]);
});

test('unsure is what is inferred, a guess, or of which nobody said how sure it is', () => {
  const of = (confidence) => m.isUnsure(seat('de', P, '2018-01-01', '', { confidence }));
  const { CONFIRMED, CORROBORATED, INFERRED, GUESS, UNSPECIFIED } = m.Confidence;
  assert.deepEqual([CONFIRMED, CORROBORATED, INFERRED, GUESS, UNSPECIFIED].map(of), [false, false, true, true, true]);
});
