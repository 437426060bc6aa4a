// Moments, as people read them: in their own zone and, for a closing, in Geneva's too.
import { timestampDate, type Timestamp } from '@bufbuild/protobuf/wkt';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../texts/common';
import { currentLanguage } from '../texts/speak';
import { GENEVA } from './geneva';

const MINUTE = 60_000;

export const dateOf = (time: Timestamp | undefined): Date | null => (time ? timestampDate(time) : null);

// To make one takes some hundred times as long as to use it, and lists use it for each row.
const formatters = new Map<string, Intl.DateTimeFormat>();
export function formatter(options: Intl.DateTimeFormatOptions, language: string = currentLanguage()): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  let found = formatters.get(key);
  if (!found) formatters.set(key, (found = new Intl.DateTimeFormat(language, options)));
  return found;
}

export const moment = (date: Date, zone?: string): string =>
  formatter({ dateStyle: 'medium', timeStyle: 'short', ...(zone ? { timeZone: zone } : {}) }).format(date);

// A day as the services write it, '2027-02-16'.
export function day(iso: string): string {
  if (!iso) return '';
  return formatter({ dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${iso}T00:00:00Z`));
}

// The day of a moment, in Geneva.
export function dayOf(time: Timestamp | undefined): string {
  const date = dateOf(time);
  return date ? new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'medium', timeZone: GENEVA }).format(date) : '';
}

// A closing is the first instant at which no vote is accepted, midnight: people say 24:00 of the day before.
export function closing(date: Date, zone?: string): string {
  const options = zone ? { timeZone: zone } : {};
  const clock = formatter({ hour: '2-digit', minute: '2-digit', ...options }, 'en-GB').format(date);
  if (clock !== '00:00') return moment(date, zone);
  const eve = formatter({ dateStyle: 'medium', ...options }).format(new Date(date.getTime() - 1));
  return `${eve}, 24:00`;
}

export function span(milliseconds: number): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / MINUTE);
  if (minutes >= 2 * 24 * 60) return t('days', { n: Math.floor(minutes / (24 * 60)) });
  if (minutes >= 2 * 60) return t('hours', { n: Math.floor(minutes / 60) });
  if (minutes >= 1) return t('minutes', { n: minutes });
  return t('seconds', { n: Math.floor(Math.max(0, milliseconds) / 1000) });
}

// Now, drawn anew every so often.
export function useNow(every = MINUTE / 2): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

export function When({ time }: { time: Timestamp | undefined }) {
  const date = dateOf(time);
  return date ? <time dateTime={date.toISOString()}>{moment(date)}</time> : null;
}

// A closing in both zones, with what is left.
export function Closing({ time }: { time: Timestamp | undefined }) {
  useNow(); // draws it anew; what is left is of this moment, also where the closing was moved
  const date = dateOf(time);
  if (!date) return null;
  const left = date.getTime() - Date.now();
  return (
    <span class="closing">
      <time dateTime={date.toISOString()}>{closing(date, GENEVA)}</time> {t('geneva')}
      <span class="quiet"> · {closing(date)} {t('yourZone')}</span>
      <strong class={left < 3 * 24 * 60 * MINUTE ? 'soon' : ''}> · {left > 0 ? t('left', { time: span(left) }) : t('closed')}</strong>
    </span>
  );
}
