import { useState } from 'preact/hooks';
import type { Problem } from '../api/problem';
import { signIn } from '../api/session';
import { t } from '../texts/sign_in';
import { Failure, Field, Page, Section } from '../view/parts';

// Accounts that deploy/up makes. They are offered everywhere: a name alone opens nothing.
const DEMO = [
  'voter-de', 'voter-jp', 'admin-de', 'tc307-manager', 'tc307-chair', 'tc307-convenor', 'tc307-leader', 'tc307-monitor',
  'expert-wg1', 'liaison-jtc1', 'central-secretariat', 'demo-voters',
] as const;

export function SignIn() {
  const [person, setPerson] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem(await signIn(person.startsWith('people/') ? person : `people/${person}`, password));
    setBusy(false);
  };

  return (
    <Page title={t('title')}>
      <div class="columns">
        <form class="card narrow" onSubmit={submit}>
          <Field label={t('person')} hint={t('personHint')}>
            {(props) => (
              <input {...props} name="person" autocomplete="username" autocapitalize="none" required value={person} onInput={(event) => setPerson(event.currentTarget.value)} />
            )}
          </Field>
          <Field label={t('password')}>
            {(props) => (
              <input {...props} name="password" type="password" autocomplete="current-password" required value={password} onInput={(event) => setPassword(event.currentTarget.value)} />
            )}
          </Field>
          {problem && <Failure problem={problem} />}
          <button type="submit" class="main" aria-disabled={busy}>{busy ? t('busy') : t('submit')}</button>
        </form>
        <Section title={t('demo')}>
          <p class="quiet">{t('demoHint')}</p>
          <ul class="plain-list">
            {DEMO.map((who) => (
              <li key={who}>
                <button type="button" class="plain" aria-label={t('use', { who })} onClick={() => setPerson(who)}><code>{who}</code></button> {t(who)}
              </li>
            ))}
          </ul>
        </Section>
      </div>
    </Page>
  );
}
