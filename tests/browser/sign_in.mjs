// Signing in and out; a wrong password; who is signed in stays so in another tab and after a reload.
import { check, expectError, look, open, play, signIn } from './browser.mjs';
import { committee } from './stage.mjs';

await play(async () => {
  await committee(['voter-de']);
  const page = await open();
  await look(page, 'sign_in');

  expectError(/\/session$/); // the refusal of a wrong password
  await page.getByRole('textbox', { name: 'Account' }).fill('voter-de');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  const refusal = page.getByRole('alert');
  await refusal.waitFor();
  check((await refusal.innerText()).includes('SIGN_IN_REFUSED'), 'a wrong password is refused with a reason');
  await look(page, 'sign_in_refused');

  await signIn(page, 'voter-de');
  await page.getByText('Signed in as Voter of DIN').waitFor();
  await page.reload();
  await page.getByText('Signed in as Voter of DIN').waitFor();
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  await tab.getByText('Signed in as Voter of DIN').waitFor();

  await page.getByLabel('Language').selectOption('fr');
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await page.getByRole('button', { name: 'Se connecter' }).waitFor();
  await look(page, 'sign_in_fr');
});
