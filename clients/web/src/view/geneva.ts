// The calendar that Placet's days are in. Put together from its parts: how a whole date is written in
// a language differs from one browser to the next.
export const GENEVA = 'Europe/Zurich';

const parts = new Intl.DateTimeFormat('en', { timeZone: GENEVA, year: 'numeric', month: '2-digit', day: '2-digit' });

// The day in Geneva, '2026-11-29'.
export function dayIn(at: Date | number = Date.now()): string {
  const of = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${of['year']}-${of['month']}-${of['day']}`;
}
