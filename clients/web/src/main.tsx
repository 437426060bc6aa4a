// The frame around every page: navigation, language, colours, who is signed in. Pages are loaded
// when they are first opened.
import './style.css';
import { render, type ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { members } from './api/clients';
import { problemOf, type Problem } from './api/problem';
import { resume, setDetails, signOut, useSession } from './api/session';
import { SignIn } from './pages/sign_in';
import { hrefOf, idOf, useRoute, type Route } from './route';
import { t } from './texts/common';
import { chooseLanguage, currentLanguage, onLanguage, type Language } from './texts/speak';
import { Choice, Empty, Failure, Loading, Page } from './view/parts';

export interface PageProps {
  route: Route;
}
type Load = () => Promise<{ default: ComponentType<PageProps> }>;

// By the first part of the address. Those of NAVIGATION are in the bar, in its order.
const PAGES: Record<string, Load> = {
  work: () => import('./pages/work'),
  ballots: () => import('./pages/ballots'),
  comments: () => import('./pages/comments'),
  board: () => import('./pages/board'),
  committees: () => import('./pages/committees'),
  record: () => import('./pages/record'),
};
const NAVIGATION = ['work', 'ballots', 'comments', 'board', 'committees', 'record'] as const;
const OPEN = ['record']; // pages that ask the services nothing, and so nobody who is there

function Opened({ route }: PageProps) {
  const name = route.path[0] || 'work';
  const [page, setPage] = useState<{ name: string; Content: ComponentType<PageProps> } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    setProblem(null);
    let gone = false;
    PAGES[name]?.().then(
      ({ default: Content }) => gone || setPage({ name, Content }),
      (error) => gone || setProblem(problemOf(error)),
    );
    return () => void (gone = true);
  }, [name, turn]);
  if (!PAGES[name]) return <Page title={t('notFound')}><Empty>{t('notFoundRemedy')}</Empty></Page>;
  if (problem) return <Failure problem={problem} again={() => setTurn((n) => n + 1)} />;
  return page?.name === name ? <page.Content route={route} /> : <Loading />;
}

function useColours(): [string, (colours: string) => void] {
  const [colours, setColours] = useState(localStorage.getItem('placet.colours') ?? 'auto');
  return [colours, (chosen) => {
    if (chosen === 'auto') {
      localStorage.removeItem('placet.colours');
      delete document.documentElement.dataset['colours'];
    } else {
      localStorage.setItem('placet.colours', chosen);
      document.documentElement.dataset['colours'] = chosen;
    }
    setColours(chosen);
  }];
}

function Frame() {
  const session = useSession();
  const route = useRoute();
  const [colours, setColours] = useColours();
  const [, redraw] = useState(0);
  useEffect(() => onLanguage(() => redraw((n) => n + 1)), []);
  useEffect(() => {
    if (session && !session.details) members.getPerson({ name: session.person }).then(setDetails, () => {});
  }, [session?.person]);
  const here = route.path[0] || 'work';
  // A change of page is where a reader of the screen begins anew.
  useEffect(() => document.getElementById('content')?.focus({ preventScroll: true }), [route.path.join('/')]);

  return (
    // The language is the key: all is said anew in the other one.
    <div key={currentLanguage()} class="frame">
      <a class="skip" href="#content" onClick={(event) => { event.preventDefault(); document.getElementById('content')?.focus(); }}>{t('skip')}</a>
      <header class="bar">
        <a class="brand" href={hrefOf(['work'])}><img src="/icon.svg" alt="" width="24" height="24" /> Placet</a>
        <nav aria-label={t('main')}>
          {NAVIGATION.map((name) => <a key={name} href={hrefOf([name])} aria-current={here === name ? 'page' : undefined}>{t(name)}</a>)}
        </nav>
        <div class="settings">
          <Choice<Language> label={t('language')} value={currentLanguage()} options={[['en', 'English'], ['fr', 'Français']]} onChange={chooseLanguage} />
          <Choice label={t('colours')} value={colours} options={[['auto', t('auto')], ['light', t('light')], ['dark', t('dark')]]} onChange={setColours} />
          {session && (
            <p class="who">
              <span title={session.person}>{t('signedInAs', { who: session.details?.displayName || idOf(session.person) })}</span>{' '}
              <button type="button" class="plain" onClick={() => void signOut()}>{t('signOut')}</button>
            </p>
          )}
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {session || OPEN.includes(here) ? <Opened route={route} /> : <SignIn />}
      </main>
    </div>
  );
}

void resume().then(() => render(<Frame />, document.getElementById('app')!));
