// Kinds of ballots, by the letters that people know them by and, where there are none, in words.
import { BallotKind } from '../../gen/placet/ballots/v1/ballots_pb';
import { speak, type Texts } from './speak';

const KINDS = {
  NP: ['NP', 'NP'],
  DIS: ['DIS', 'DIS'],
  FDIS: ['FDIS', 'FDIS'],
  PWI: ['PWI', 'PWI'],
  CD: ['CD', 'CD'],
  CD_CONSULTATION: ['CD consultation', 'Consultation CD'],
  MINOR_REVISION: ['Minor revision', 'Révision mineure'],
  DAM: ['DAM', 'DAM'],
  FDAM: ['FDAM', 'FDAM'],
  FAST_TRACK_DIS: ['Fast-track DIS', 'DIS par voie express'],
  FAST_TRACK_FDIS: ['Fast-track FDIS', 'FDIS par voie express'],
  DTS: ['DTS', 'DTS'],
  DTR: ['DTR', 'DTR'],
  DPAS: ['DPAS', 'DPAS'],
  CONVERSION: ['Conversion', 'Conversion'],
  SYSTEMATIC_REVIEW: ['Systematic review', 'Examen systématique'],
  WITHDRAWAL: ['Withdrawal', 'Annulation'],
  REINSTATEMENT_DIS: ['Reinstatement DIS', 'DIS de réintégration'],
  REINSTATEMENT_FDIS: ['Reinstatement FDIS', 'FDIS de réintégration'],
  GUIDE: ['Guide', 'Guide'],
  CIB: ['CIB', 'CIB'],
  RESOLUTION: ['Resolution', 'Résolution'],
  NEW_COMMITTEE: ['New committee', 'Nouveau comité'],
  PROJECT_COMMITTEE: ['Project committee', 'Comité de projet'],
  NEW_SUBCOMMITTEE: ['New subcommittee', 'Nouveau sous-comité'],
  DISSOLUTION: ['Dissolution', 'Dissolution'],
  SCOPE: ['Title and scope', 'Titre et domaine'],
  CONVENOR: ['Convenor', 'Animateur'],
  CHAIR: ['Chair', 'Président'],
  LIAISON: ['Liaison', 'Liaison'],
  ALL_MEMBERS: ['All members', 'Tous les membres'],
  WG_CONSULTATION: ['WG consultation', 'Consultation GT'],
} as const satisfies Texts;

const t = speak(KINDS);

// A kind that is newer than these pages has a number at least.
export function kindName(kind: BallotKind): string {
  const name = BallotKind[kind];
  return name && name in KINDS ? t(name as keyof typeof KINDS) : String(kind);
}
