import { speak } from './speak';

export const t = speak({
  show: ['Part of the world', 'Partie du monde'],
  world: ['World', 'Monde'],
  africa: ['Africa', 'Afrique'],
  americas: ['Americas', 'Amériques'],
  asia: ['Asia and Pacific', 'Asie et Pacifique'],
  europe: ['Europe', 'Europe'],
  count: ['{label}: {number}', '{label} : {number}'],
  list: ['What the map shows, as a list', 'Le contenu de la carte, sous forme de liste'],
  borders: [
    'Shapes: Natural Earth. The borders drawn say nothing about the status of any territory. Small countries are dots.',
    'Contours : Natural Earth. Les frontières tracées ne préjugent du statut d’aucun territoire. Les petits pays sont des points.',
  ],
});
