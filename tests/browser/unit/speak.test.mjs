import './setup.mjs';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { chooseLanguage, currentLanguage, number, onLanguage, percent, speak } from 'placet/texts/speak';

const t = speak({
  due: ['{n} vote due of {who}|{n} votes due of {who}', '{n} vote dû de {who}|{n} votes dus de {who}'],
  plain: ['A', 'B'],
});

test('plurals are those of the language', () => {
  chooseLanguage('en');
  assert.deepEqual(
    [0, 1, 2].map((n) => t('due', { n, who: 'DIN' })),
    ['0 votes due of DIN', '1 vote due of DIN', '2 votes due of DIN'],
  );
  chooseLanguage('fr');
  assert.deepEqual(
    [0, 1, 2].map((n) => t('due', { n, who: 'DIN' })),
    ['0 vote dû de DIN', '1 vote dû de DIN', '2 votes dus de DIN'],
  );
});

test('numbers are written as in the language', () => {
  chooseLanguage('en');
  assert.equal(number(12345), '12,345');
  assert.equal(percent(0.6667), '66.7%');
  chooseLanguage('fr');
  assert.match(number(12345), /^12.345$/);
  assert.match(t('due', { n: 12345, who: 'x' }), /^12.345 votes/);
  assert.equal(t('due', { n: 1 }), '1 vote dû de ');
});

test('a change of language is told and kept', () => {
  const heard = [];
  const stop = onLanguage(() => heard.push(currentLanguage()));
  chooseLanguage('en');
  chooseLanguage('fr');
  stop();
  chooseLanguage('en');
  assert.deepEqual(heard, ['en', 'fr']);
  assert.equal(localStorage.getItem('placet.language'), 'en');
  assert.equal(t('plain'), 'A');
});

// Of all pages: pairs of texts as they stand in the source.
const folder = path.join(process.env.PLACET_WEB, 'src/texts');
const TEXT = /'((?:[^'\\\n]|\\.)*)'/.source;
const PAIR = new RegExp(`\\[\\s*${TEXT},\\s*${TEXT},?\\s*\\]`, 'g');
const places = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'speak.ts')) {
  test(`texts/${file}: both languages say the same things, and the French is set as French is`, () => {
    const pairs = [...readFileSync(path.join(folder, file), 'utf8').matchAll(PAIR)];
    assert.ok(pairs.length > 0);
    for (const [, en, fr] of pairs) {
      assert.equal(en === '', fr === '', `${en} / ${fr}`);
      assert.deepEqual(places(fr), places(en), `${en} / ${fr}`);
      assert.ok(!/['"]/.test(fr.replaceAll(/\\u[0-9a-f]{4}/g, '')), `straight quotes: ${fr}`);
      assert.ok(!/[^\s\u00a0\u202f(][:;?!»](\s|$)/.test(fr), `a space before the sign: ${fr}`);
    }
  });
}
