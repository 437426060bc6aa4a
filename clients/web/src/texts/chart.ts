import { speak } from './speak';

export const t = speak({
  label: ['Chart: {title}. The numbers stand in the table below.', 'Graphique : {title}. Les nombres figurent dans le tableau ci-dessous.'],
  asTable: ['As a table', 'Sous forme de tableau'],
  day: ['Day', 'Jour'],
});
