import './setup.mjs';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hrefOf, idOf, routeOf } from 'placet/route';

test('an address is read as it was written', () => {
  for (const path of [['work'], ['ballots', 'iso-dis-20435'], ['ballots', 'a/b c?d&e=f#g é']]) {
    for (const query of [{}, { tab: 'votes' }, { text: 'a & b = c', more: 'é?#' }]) {
      const route = routeOf(hrefOf(path, query));
      assert.deepEqual(route.path, path);
      assert.deepEqual(Object.fromEntries(route.query), query);
    }
  }
});

test('what is empty does not stand in an address', () => {
  assert.equal(hrefOf(['ballots'], { tab: '', text: undefined }), '#/ballots');
  assert.deepEqual(routeOf('').path, []);
  assert.deepEqual(routeOf('#/').path, []);
  assert.deepEqual(routeOf('#ballots//x/').path, ['ballots', 'x']);
});

test('the last part of a name is its identifier', () => {
  assert.equal(idOf('ballots/iso-dis-20435/votes/de'), 'de');
  assert.equal(idOf('de'), 'de');
});
