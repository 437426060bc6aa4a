// Every text of the pages stands in this folder, English and French side by side, so that neither
// can be missing:
//
//   export const t = speak({ due: ['{n} vote due|{n} votes due', '{n} vote dû|{n} votes dus'] });
//   t('due', { n: 3 })
//
// '|' parts the form for one from that for others, by `n` and the language's own plural rules.

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Texts = Record<string, readonly [en: string, fr: string]>;
export type Values = Record<string, string | number>;

let language: Language = document.documentElement.lang === 'fr' ? 'fr' : 'en';
const listeners = new Set<() => void>();

export const currentLanguage = (): Language => language;

export function chooseLanguage(chosen: Language): void {
  language = chosen;
  document.documentElement.lang = chosen;
  localStorage.setItem('placet.language', chosen);
  for (const listener of listeners) listener();
}

export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const plurals = { en: new Intl.PluralRules('en'), fr: new Intl.PluralRules('fr') };

export function speak<T extends Texts>(texts: T) {
  return (key: keyof T & string, values: Values = {}): string => {
    const said = texts[key]![language === 'en' ? 0 : 1];
    const [one, other] = said.split('|') as [string, string?];
    const form = other === undefined || plurals[language].select(Number(values['n'] ?? 1)) === 'one' ? one : other;
    return form.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      return typeof value === 'number' ? number(value) : String(value ?? '');
    });
  };
}

const numbers = { en: new Intl.NumberFormat('en'), fr: new Intl.NumberFormat('fr') };
export const number = (value: number | bigint): string => numbers[language].format(value);
export const percent = (share: number): string =>
  new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share);
