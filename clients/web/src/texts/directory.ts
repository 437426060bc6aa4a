// Words for what the directory says of bodies, committees and seats, and for projects.
import { AccountProposal, DutyClass } from '../../gen/placet/ballots/v1/obligations_pb';
import { Deliverable } from '../../gen/placet/ballots/v1/ballots_pb';
import { Category, Confidence, GroupKind, LiaisonCategory, Region, SeatStatus } from '../../gen/placet/members/v1/members_pb';
import { words } from './words';

export const regionWord = words(Region, {
  UNSPECIFIED: ['not known', 'inconnue'],
  AFRICA: ['Africa', 'Afrique'],
  AMERICAS: ['Americas', 'Amériques'],
  ASIA_PACIFIC: ['Asia and Pacific', 'Asie et Pacifique'],
  EUROPE: ['Europe', 'Europe'],
  MIDDLE_EAST: ['Middle East', 'Moyen-Orient'],
});

export const categoryWord = words(Category, {
  MEMBER_BODY: ['member body', 'comité membre'],
  CORRESPONDENT: ['correspondent member', 'membre correspondant'],
  SUBSCRIBER: ['subscriber member', 'membre abonné'],
  CORRESPONDENT_OR_SUBSCRIBER: ['correspondent or subscriber member', 'membre correspondant ou abonné'],
  UNKNOWN: ['not known', 'inconnue'],
});

export const groupWord = words(GroupKind, {
  WORKING_GROUP: ['working group', 'groupe de travail'],
  STUDY_GROUP: ['study group', 'groupe d’étude'],
  ADVISORY_GROUP: ['advisory group', 'groupe consultatif'],
  JOINT_WORKING_GROUP: ['joint working group', 'groupe de travail mixte'],
});

export const seatWord = words(SeatStatus, {
  P: ['P-member', 'membre (P)'],
  O: ['O-member', 'membre (O)'],
});

export const liaisonWord = words(LiaisonCategory, {
  INTERNAL: ['internal', 'interne'],
  A: ['category A', 'catégorie A'],
  B: ['category B', 'catégorie B'],
  C: ['category C', 'catégorie C'],
  UNKNOWN: ['category not known', 'catégorie inconnue'],
});

export const confidenceWord = words(Confidence, {
  UNSPECIFIED: ['not said', 'non précisé'],
  CONFIRMED: ['confirmed', 'confirmé'],
  CORROBORATED: ['corroborated', 'corroboré'],
  INFERRED: ['inferred', 'déduit'],
  GUESS: ['guess', 'supposition'],
});

export const confidenceMeaning = words(Confidence, {
  UNSPECIFIED: ['nobody said how sure', 'personne n’a dit à quel point c’est sûr'],
  CONFIRMED: ['a source says it', 'une source le dit'],
  CORROBORATED: ['several hints agree', 'plusieurs indices concordent'],
  INFERRED: ['follows from other facts', 'découle d’autres faits'],
  GUESS: ['chosen to fit a total; not verified', 'choisi pour concorder avec un total ; non vérifié'],
});

export const deliverableWord = words(Deliverable, {
  IS: ['International Standard', 'Norme internationale'],
  TS: ['Technical Specification', 'Spécification technique'],
  TR: ['Technical Report', 'Rapport technique'],
  PAS: ['Publicly Available Specification', 'Spécification publiquement disponible'],
  IWA: ['International Workshop Agreement', 'Accord international d’atelier'],
  GUIDE: ['Guide', 'Guide'],
  AMENDMENT: ['Amendment', 'Amendement'],
});

export const dutyWord = words(DutyClass, {
  SINGLE: ['one missed is enough', 'un seul manqué suffit'],
  CIB: ['questions count for the share', 'les questions comptent dans la part'],
  OTHER: ['owed, under no threshold', 'dû, sans seuil'],
  EXEMPT: ['exempt', 'exempté'],
});

export const proposalWord = words(AccountProposal, {
  NONE: ['nothing to do', 'rien à faire'],
  REMINDER: ['remind', 'rappeler'],
  STATUS_CHANGE: ['P- to O-member', 'membre (P) à membre (O)'],
});
