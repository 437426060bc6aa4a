// Before anything is drawn, so that nothing flashes: the language and the colours that were chosen.
{
  const root = document.documentElement;
  const chosen = localStorage.getItem('placet.language');
  root.lang = chosen || (navigator.language.startsWith('fr') ? 'fr' : 'en');
  const colours = localStorage.getItem('placet.colours');
  if (colours) root.dataset.colours = colours;
}
