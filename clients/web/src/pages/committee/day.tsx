// The day for which a committee is shown. It stands in the address; the days on which seats changed are offered.
import type { Seat } from '../../../gen/placet/members/v1/members_pb';
import { setQuery, type Route } from '../../route';
import { t } from '../../texts/committees';
import { Button, Choice, Field } from '../../view/parts';
import { day } from '../../view/time';
import { dayIn } from '../../view/geneva';
import { daysOf } from './seats';

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

// The day of the address; '' for today, also where the address has none that is one.
export function dayOf(route: Route): string {
  const on = route.query.get('on') ?? '';
  return isDay(on) ? on : '';
}

export const dayWord = (on: string): string => (on ? day(on) : t('todayIs', { date: day(dayIn(Date.now())) }));

export function DayChoice({ route, seats }: { route: Route; seats: readonly Seat[] | null }) {
  const on = dayOf(route);
  const asked = route.query.get('on') ?? '';
  const choose = (value: string) => setQuery({ on: value });
  const days = daysOf(seats ?? []);
  const here = on || dayIn(Date.now());
  const earlier = days.filter((one) => one < here).at(-1);
  const later = days.find((one) => one > here);
  return (
    <div class="row day-choice no-print">
      <Field label={t('on')} hint={t('onHint')} problem={asked && !on ? t('badDay') : undefined}>
        {(props) => <input {...props} type="date" value={on} onChange={(event) => choose(event.currentTarget.value)} />}
      </Field>
      {days.length > 0 && (
        <Choice
          label={t('changes')}
          value={days.includes(on) ? on : ''}
          options={[['', on && !days.includes(on) ? '–' : t('today')], ...days.toReversed().map((one) => [one, day(one)] as const)]}
          onChange={choose}
        />
      )}
      {earlier && <Button onClick={() => choose(earlier)}>← {t('earlier')}</Button>}
      {later && <Button onClick={() => choose(later)}>{t('later')} →</Button>}
      {on && <Button onClick={() => choose('')}>{t('showToday')}</Button>}
    </div>
  );
}
