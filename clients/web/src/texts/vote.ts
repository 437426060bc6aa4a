import { speak } from './speak';

export const t = speak({
  inNameOf: ['In the name of', 'Au nom de'],
  chooseBody: ['choose a body', 'choisir un organisme'],
  voteOf: ['Vote of {body}', 'Vote de {body}'],
  notOpen: [
    'This ballot has not been opened yet; voting begins when it is.',
    'Ce vote n’est pas encore ouvert ; on pourra voter à son ouverture.',
  ],
  cannot: ['You cannot vote here', 'Vous ne pouvez pas voter ici'],
  noRole: [
    'Your account has no voter’s role for this committee, and may not vote in the place of a body.',
    'Votre compte n’a pas de rôle de votant pour ce comité et ne peut pas voter à la place d’un organisme.',
  ],
  noRoleRemedy: [
    'Ask the central secretariat, or your member administrator, for the role.',
    'Demandez ce rôle au secrétariat central ou à l’administrateur de votre organisme.',
  ],
  noRules: ['No row of rules for this kind of ballot was found.', 'Aucune règle n’a été trouvée pour ce type de vote.'],
  already: [
    'Version {n} was cast; casting again replaces it until the ballot closes.',
    'La version {n} est enregistrée ; un nouveau vote la remplace jusqu’à la clôture.',
  ],
  closedHint: [
    'The ballot is closed. What the rules let be supplied or changed now is checked below; everything else is refused.',
    'Le vote est clos. Ce que les règles permettent encore de compléter ou de modifier est vérifié ci-dessous ; tout le reste est refusé.',
  ],
  grace: [
    'Reasons and experts may be supplied for {n} week after closing.|Reasons and experts may be supplied for {n} weeks after closing.',
    'Motifs et experts peuvent être complétés pendant {n} semaine après la clôture.|Motifs et experts peuvent être complétés pendant {n} semaines après la clôture.',
  ],
  window: ['Votes may be changed until {day}.', 'Les votes peuvent être modifiés jusqu’au {day}.'],
  anonymous: [
    'This ballot is anonymous: only your body ever sees how it voted.',
    'Ce vote est anonyme : seul votre organisme verra jamais son vote.',
  ],

  answer: ['Vote', 'Vote'],
  answers: ['Answers', 'Réponses'],
  rule2: ['takes no text', 'sans texte'],
  rule3: ['without reasons it is received and counts nowhere', 'sans motifs, il est reçu mais n’est pas compté'],
  rule4: ['a text is compulsory', 'un texte est obligatoire'],
  choiceNeeds: ['needs a text', 'texte nécessaire'],
  text: ['Text', 'Texte'],
  reasons: ['Technical reasons', 'Motifs techniques'],
  comments: ['Comments', 'Commentaires'],
  optional: ['optional', 'facultatif'],
  needed: ['needed with this answer', 'nécessaire avec cette réponse'],
  neededToCount: ['without it the vote counts nowhere', 'sans cela, le vote n’est pas compté'],
  notAnswered: ['not answered', 'sans réponse'],
  explain: ['Explanation', 'Précision'],
  yourText: ['Your answer', 'Votre réponse'],

  experts: ['Experts', 'Experts'],
  expertsHint: [
    'Naming an expert makes the commitment to take part count. Who it is stands beside the vote, not in the record, and can be erased.',
    'La désignation d’un expert donne effet à l’engagement de participer. Son identité est gardée à côté du vote, hors du registre, et peut être effacée.',
  ],
  expertName: ['Name', 'Nom'],
  expertWork: ['Organization', 'Organisation'],
  expertMail: ['E-mail', 'Courriel'],
  addExpert: ['Add an expert', 'Ajouter un expert'],
  remove: ['Remove {what}', 'Retirer {what}'],
  removeShort: ['Remove', 'Retirer'],
  behalfReason: ['Why you cast it in the body’s place', 'Pourquoi vous votez à la place de l’organisme'],
  behalfHint: ['for example: letter of 3 March', 'par exemple : lettre du 3 mars'],
  reasonless: ['it is not said why you cast it in the body’s place', 'il n’est pas dit pourquoi vous votez à la place de l’organisme'],
  onBehalf: ['cast by an officer in the body’s place', 'exprimé par un responsable à la place de l’organisme'],

  files: ['Comments from files', 'Commentaires depuis des fichiers'],
  filesHint: [
    'The commenting template as a Word document, or Excel, CSV, YAML, JSON. Every row is checked before anything is sent; they go together with the vote, or not at all.',
    'Le modèle de commentaires en document Word, ou Excel, CSV, YAML, JSON. Chaque ligne est vérifiée avant l’envoi ; ils partent avec le vote, ou pas du tout.',
  ],
  chooseFiles: ['Choose files', 'Choisir des fichiers'],
  dropHere: ['or drop them here', 'ou les déposer ici'],
  checking: ['Checking…', 'Vérification…'],
  fileOk: ['{n} comment is good|{n} comments are good', '{n} commentaire est bon|{n} commentaires sont bons'],
  fileKnown: ['{n} row is there already|{n} rows are there already', '{n} ligne existe déjà|{n} lignes existent déjà'],
  fileBad: [
    '{n} row is faulty and stays out|{n} rows are faulty and stay out',
    '{n} ligne est fautive et reste exclue|{n} lignes sont fautives et restent exclues',
  ],
  fileRefused: ['{file} cannot be read', '{file} est illisible'],
  faulty: ['Faulty rows of {file}', 'Lignes fautives de {file}'],
  notices: ['Worth knowing about {file}', 'À savoir sur {file}'],
  row: ['Row', 'Ligne'],
  column: ['Column', 'Colonne'],
  why: ['Reason', 'Motif'],
  remedy: ['What to do', 'Que faire'],
  cells: ['As it stands', 'Contenu'],
  wholeRow: ['the row', 'la ligne'],
  tooLarge: [
    'Files of more than {n} MB in all are not sent: split them.',
    'Plus de {n} Mo au total ne sont pas envoyés : divisez les fichiers.',
  ],

  column1: ['1: member body, number', '1 : organisme, numéro'],
  column2: ['2: line', '2 : ligne'],
  column3: ['3: clause', '3 : article'],
  column4: ['4: paragraph, figure, table', '4 : alinéa, figure, tableau'],
  column5: ['5: type', '5 : type'],
  column6: ['6: comment', '6 : commentaire'],
  column7: ['7: proposed change', '7 : modification proposée'],
  column8: ['8: observations', '8 : observations'],

  notChosen: ['no vote is chosen yet', 'aucun vote n’est encore choisi'],
  checkedOk: ['Checked: it can be cast as it is.', 'Vérifié : il peut être exprimé tel quel.'],
  checkedBad: ['Not yet: {sentence}', 'Pas encore : {sentence}'],
  checkedField: ['Not yet: the field marked above needs attention.', 'Pas encore : le champ signalé ci-dessus est à revoir.'],
  fieldFirst: ['the field marked above comes first', 'le champ signalé ci-dessus d’abord'],
  clause: ['clause {clause}', 'article {clause}'],
  cast: ['Cast the vote', 'Exprimer le vote'],
  replace: ['Replace the vote', 'Remplacer le vote'],
  unchanged: ['Nothing differs from the vote that stands.', 'Rien ne diffère du vote en vigueur.'],
  waitForCheck: ['the check is not done yet', 'la vérification n’est pas terminée'],
  confirmTitle: ['Cast this vote?', 'Exprimer ce vote ?'],
  confirmText: ['{ballot}, in the name of {body}:', '{ballot}, au nom de {body} :'],
  confirmLate: [
    'It can be replaced until the ballot closes; every version is kept.',
    'Il peut être remplacé jusqu’à la clôture ; chaque version est conservée.',
  ],
  withComments: [
    'With {n} new comment from files.|With {n} new comments from files.',
    'Avec {n} nouveau commentaire issu de fichiers.|Avec {n} nouveaux commentaires issus de fichiers.',
  ],
  yes: ['Yes, cast it', 'Oui, l’exprimer'],
  casting: ['Casting…', 'Envoi…'],
  changedMeanwhile: ['The vote was changed by somebody else meanwhile', 'Le vote a été modifié entre-temps par quelqu’un d’autre'],
  changedHint: [
    'What {who} cast as version {n}, against the version that you began from. Yours is still in the form; casting it replaces theirs.',
    'Ce que {who} a exprimé en version {n}, comparé à la version d’où vous étiez parti. Le vôtre reste dans le formulaire ; l’exprimer remplace l’autre.',
  ],

  receipt: ['The vote is in', 'Le vote est enregistré'],
  receiptText: ['Version {n}: {answer}. Event {sequence} of the record.', 'Version {n} : {answer}. Événement {sequence} du registre.'],
  receiptWait: ['Waiting for the signed head that has it…', 'En attente de la tête signée qui le contient…'],
  receiptProven: [
    'It is in the signed tree of {size} events; the receipt proves it without Placet.',
    'Il figure dans l’arbre signé de {size} événements ; le récépissé le prouve sans Placet.',
  ],
  receiptKeep: ['Save the receipt', 'Enregistrer le récépissé'],
  receiptCheck: ['Check it in the record', 'Le vérifier dans le registre'],
  receiptNone: [
    'The service keeps no signed record; there is no receipt.',
    'Le service ne tient pas de registre signé ; il n’y a pas de récépissé.',
  ],
  receiptOf: ['Receipt of version {n}', 'Récépissé de la version {n}'],
  leaf: ['Leaf', 'Feuille'],
  commentsIn: [
    'Comments taken in: {added} new, {known} known before, {rejected} faulty.',
    'Commentaires reçus : {added} nouveaux, {known} déjà connus, {rejected} fautifs.',
  ],
  goComments: ['See the comments', 'Voir les commentaires'],
  next: ['Next vote due', 'Vote dû suivant'],
  backToWork: ['My work', 'Mon travail'],

  versions: ['Versions of the vote of {body}', 'Versions du vote de {body}'],
  noVersions: ['No vote has been received.', 'Aucun vote n’a été reçu.'],
  version: ['Version {n}: {answer}', 'Version {n} : {answer}'],
  sameAs: ['Nothing differs from the version before.', 'Rien ne diffère de la version précédente.'],

  late: ['Record a late vote', 'Consigner un vote tardif'],
  lateHint: [
    'It is shown apart, and counted only where the rules of the kind let it.',
    'Il est présenté à part, et compté seulement si les règles du type le permettent.',
  ],
  lateReason: ['How and when it came', 'Comment et quand il est arrivé'],
  lateCount: ['It shall be counted', 'Il doit être compté'],
  lateApprover: ['Approved by (people/…; empty: you)', 'Approuvé par (people/… ; vide : vous)'],
  lateRecord: ['Record the late vote', 'Consigner le vote tardif'],
  lateDone: ['The late vote of {body} is recorded.', 'Le vote tardif de {body} est consigné.'],
});

const choices = speak({
  yes: ['yes', 'oui'],
  no: ['no', 'non'],
  abstain: ['abstain', 'abstention'],
  identical: ['identical', 'identique'],
  modified: ['modified', 'modifiée'],
  consensus: ['no national consensus', 'pas de consensus national'],
  'expert-input': ['no expert input', 'pas d’avis d’expert'],
  'as-it-is': ['as it is', 'telle quelle'],
  'with-correction': ['with an editorial correction', 'avec une correction rédactionnelle'],
});

// Choices of the rules have words in both languages; those of a ballot's own are its creator's.
const KNOWN = ['yes', 'no', 'abstain', 'identical', 'modified', 'consensus', 'expert-input', 'as-it-is', 'with-correction'] as const;
export function choiceWord(choice: string): string {
  const known = KNOWN.find((one) => one === choice);
  return known ? choices(known) : choice;
}
