// Words for the enums of the contracts, in both languages: a page never shows ENUM_NAMES.
import { Answer, BallotKind, BallotState, Entitlement, VoteMoment } from '../../gen/placet/ballots/v1/ballots_pb';
import { MemberStatus, Sureness, Verdict } from '../../gen/placet/ballots/v1/tallies_pb';
import { speak, type Texts } from './speak';

// '' for UNSPECIFIED, unless it has a word, and for a value that is newer than these pages.
export function words<T extends Texts>(names: Record<number, string>, texts: T): (value: number) => string {
  const t = speak(texts);
  return (value) => {
    const name = names[value] ?? '';
    return name in texts ? t(name) : name === 'UNSPECIFIED' ? '' : name.toLowerCase().replaceAll('_', ' ');
  };
}

export const kindWord = words(BallotKind, {
  NP: ['New work item proposal (NP)', 'Proposition d’étude nouvelle (NP)'],
  DIS: ['Draft International Standard (DIS)', 'Projet de Norme internationale (DIS)'],
  FDIS: ['Final draft International Standard (FDIS)', 'Projet final de Norme internationale (FDIS)'],
  PWI: ['Preliminary work item (PWI)', 'Étude préliminaire (PWI)'],
  CD: ['Committee draft (CD)', 'Projet de comité (CD)'],
  CD_CONSULTATION: ['Committee draft, consultation', 'Projet de comité, consultation'],
  MINOR_REVISION: ['Minor revision', 'Révision mineure'],
  DAM: ['Draft amendment (DAM)', 'Projet d’amendement (DAM)'],
  FDAM: ['Final draft amendment (FDAM)', 'Projet final d’amendement (FDAM)'],
  FAST_TRACK_DIS: ['Fast track, DIS', 'Procédure par voie express, DIS'],
  FAST_TRACK_FDIS: ['Fast track, FDIS', 'Procédure par voie express, FDIS'],
  DTS: ['Draft Technical Specification (DTS)', 'Projet de Spécification technique (DTS)'],
  DTR: ['Draft Technical Report (DTR)', 'Projet de Rapport technique (DTR)'],
  DPAS: ['Draft PAS (DPAS)', 'Projet de PAS (DPAS)'],
  CONVERSION: ['Conversion to an International Standard', 'Conversion en Norme internationale'],
  SYSTEMATIC_REVIEW: ['Systematic review', 'Examen systématique'],
  WITHDRAWAL: ['Withdrawal', 'Annulation'],
  REINSTATEMENT_DIS: ['Reinstatement, DIS', 'Rétablissement, DIS'],
  REINSTATEMENT_FDIS: ['Reinstatement, FDIS', 'Rétablissement, FDIS'],
  GUIDE: ['Draft Guide', 'Projet de Guide'],
  CIB: ['Committee internal ballot (CIB)', 'Consultation interne au comité (CIB)'],
  RESOLUTION: ['Resolution by correspondence', 'Résolution par correspondance'],
  NEW_COMMITTEE: ['New committee', 'Nouveau comité'],
  PROJECT_COMMITTEE: ['Project committee', 'Comité de projet'],
  NEW_SUBCOMMITTEE: ['New subcommittee', 'Nouveau sous-comité'],
  DISSOLUTION: ['Dissolution of a subcommittee', 'Dissolution d’un sous-comité'],
  SCOPE: ['Title and scope', 'Titre et domaine des travaux'],
  CONVENOR: ['Appointment of a convenor', 'Nomination d’un animateur'],
  CHAIR: ['Appointment of a chair', 'Nomination d’un président'],
  LIAISON: ['Liaison', 'Liaison'],
  ALL_MEMBERS: ['Question to all member bodies', 'Question à tous les comités membres'],
  WG_CONSULTATION: ['Working group consultation', 'Consultation d’un groupe de travail'],
});

export const stateWord = words(BallotState, {
  DRAFT: ['draft', 'en préparation'],
  OPEN: ['open', 'ouvert'],
  CLOSED: ['closed', 'clos'],
  CANCELLED: ['cancelled', 'annulé'],
});

export const answerWord = words(Answer, {
  APPROVE: ['Approve', 'Approuver'],
  APPROVE_WITH_COMMENTS: ['Approve with comments', 'Approuver avec commentaires'],
  DISAPPROVE: ['Disapprove', 'Désapprouver'],
  ABSTAIN: ['Abstain', 'S’abstenir'],
  CONFIRM: ['Confirm', 'Confirmer'],
  REVISE: ['Revise or amend', 'Réviser ou amender'],
  WITHDRAW: ['Withdraw', 'Annuler la norme'],
  COMMENTS: ['Comments', 'Commentaires'],
  NO_COMMENTS: ['No comments', 'Sans commentaire'],
  REPLY: ['Answers to the questions', 'Réponses aux questions'],
});

export const entitlementWord = words(Entitlement, {
  MUST_VOTE: ['must vote', 'doit voter'],
  MAY_VOTE: ['may vote', 'peut voter'],
  MAY_COMMENT: ['may comment', 'peut commenter'],
  OBSERVES: ['observes', 'observe'],
});

export const statusWord = words(MemberStatus, {
  P: ['P-member', 'membre (P)'],
  O: ['O-member', 'membre (O)'],
  NEITHER: ['neither P- nor O-member', 'ni membre (P) ni membre (O)'],
  EXPERT: ['expert', 'expert'],
});

export const momentWord = words(VoteMoment, {
  SUPPLIED: ['supplied after closing', 'complété après la clôture'],
  CHANGED_AFTER_MEETING: ['changed after a meeting', 'modifié après une réunion'],
  LATE: ['late', 'tardif'],
});

export const verdictWord = words(Verdict, {
  APPROVED: ['approved', 'approuvé'],
  NOT_APPROVED: ['not approved', 'non approuvé'],
  NO_VALID_VOTES: ['no valid votes', 'aucun vote valable'],
  FOR_A_PERSON: ['left to people', 'laissé à l’appréciation'],
});

export const surenessWord = words(Sureness, {
  CONFIRMED: ['read in the text', 'lu dans le texte'],
  MEASURED: ['practice, measured', 'pratique, mesurée'],
  ASSUMED: ['assumed', 'supposé'],
});
