import type { StepId, Wrong } from '../pages/record/report';
import { speak } from './speak';

export const t = speak({
  intro: [
    'What a service has recorded proves itself: this page checks receipts and bundles in your browser, with nothing but the files and a key. No file that you give leaves your browser, and no server is asked whether it is true. It works without signing in and, once loaded, without a connection.',
    'Ce qu’un service a enregistré se prouve de soi-même : cette page vérifie récépissés et dossiers dans votre navigateur, avec les seuls fichiers et une clé. Aucun fichier que vous donnez ne quitte le navigateur, et aucun serveur n’est consulté sur leur véracité. La page fonctionne sans connexion au compte et, une fois chargée, hors ligne.',
  ],
  notRecounted: [
    'The votes are not counted again here: that takes the rules of every edition. “placet audit verify” checks all that this page checks and counts again, too.',
    'Les votes ne sont pas recomptés ici : il y faudrait les règles de chaque édition. « placet audit verify » vérifie tout ce que vérifie cette page et recompte aussi.',
  ],
  keyTitle: ['The key', 'La clé'],
  keyTrust: [
    'The public key must come from a source that you trust: handed over by the central secretariat on paper, printed in a circular, kept from an earlier year, compared with other national bodies. Do not take it from this server: who can show you false files can show you a key to match.',
    'La clé publique doit venir d’une source à laquelle vous vous fiez : remise sur papier par le secrétariat central, imprimée dans une circulaire, conservée d’une année antérieure, comparée avec d’autres organismes nationaux. Ne la prenez pas de ce serveur : qui peut vous montrer de faux fichiers peut aussi vous montrer la clé qui leur va.',
  ],
  keyPem: ['Public key of the record', 'Clé publique du registre'],
  keyPemHint: [
    'Paste it, beginning with -----BEGIN PUBLIC KEY-----, or drop its file (ballots-record.pub) on the page. Each service has a key of its own; several may stand one below the other.',
    'Collez-la, à partir de -----BEGIN PUBLIC KEY-----, ou déposez son fichier (ballots-record.pub) sur la page. Chaque service a sa propre clé ; plusieurs peuvent se suivre.',
  ],
  keyBad: ['This is no public key of Ed25519 in PEM.', 'Ceci n’est pas une clé publique Ed25519 au format PEM.'],
  keyGood: [
    'Its fingerprint (SHA-256), to compare with what was handed to you:|Their fingerprints (SHA-256), to compare with what was handed to you:',
    'Son empreinte (SHA-256), à comparer avec ce qui vous a été remis :|Leurs empreintes (SHA-256), à comparer avec ce qui vous a été remis :',
  ],
  filesTitle: ['The files', 'Les fichiers'],
  files: ['Receipts, bundles, tree heads, key', 'Récépissés, dossiers, têtes d’arbre, clé'],
  filesHint: [
    'Choose any number together, or drop them anywhere on this page. They are told apart by their content. Receipts and heads that you kept are held against every bundle that they belong to.',
    'Choisissez-en autant que vous voulez, ou déposez-les n’importe où sur cette page. Ils sont reconnus à leur contenu. Les récépissés et têtes que vous avez conservés sont confrontés à tout dossier auquel ils se rapportent.',
  ],
  whence: [
    '“placet vote … --receipt FILE” writes a receipt, “placet audit export BALLOT --output FILE” a bundle, “placet audit head --output FILE” a head; signed in, you find them below.',
    '« placet vote … --receipt FICHIER » écrit un récépissé, « placet audit export VOTE --output FICHIER » un dossier, « placet audit head --output FICHIER » une tête ; une fois connecté, vous les trouvez ci-dessous.',
  ],
  noFiles: ['No file was given yet.', 'Aucun fichier n’a encore été donné.'],
  remove: ['Remove', 'Retirer'],
  removeFile: ['Remove {name}', 'Retirer {name}'],
  saveFile: ['Save {name}', 'Enregistrer {name}'],
  kind_bundle: ['bundle', 'dossier'],
  kind_receipt: ['receipt', 'récépissé'],
  kind_head: ['tree head', 'tête d’arbre'],
  kind_key: ['public key', 'clé publique'],
  kind_unknown: ['not understood', 'non reconnu'],
  why_privateKey: [
    'This is a private key. It was not used. Nobody but the service may have it: if it reached you, tell the central secretariat.',
    'Ceci est une clé privée. Elle n’a pas été utilisée. Nul autre que le service ne doit la détenir : si elle vous est parvenue, avertissez le secrétariat central.',
  ],
  why_badKey: ['This is no public key of Ed25519 in PEM.', 'Ceci n’est pas une clé publique Ed25519 au format PEM.'],
  why_badJson: [
    'It is no receipt, bundle or head in the form of the contracts: {detail}',
    'Ce n’est ni un récépissé, ni un dossier, ni une tête au format des contrats : {detail}',
  ],
  why_otherJson: ['It is JSON, but no receipt, bundle or head.', 'C’est du JSON, mais ni un récépissé, ni un dossier, ni une tête.'],
  why_other: ['It is no receipt, bundle, head or key.', 'Ce n’est ni un récépissé, ni un dossier, ni une tête, ni une clé.'],
  noCrypto: [
    'This browser cannot verify signatures of Ed25519, or the page did not come over a safe connection. “placet audit verify” can.',
    'Ce navigateur ne sait pas vérifier les signatures Ed25519, ou la page n’est pas arrivée par une liaison sûre. « placet audit verify » le peut.',
  ],
  working: ['Verifying…', 'Vérification…'],
  of_bundle: ['Bundle: {name}', 'Dossier : {name}'],
  of_receipt: ['Receipt: {name}', 'Récépissé : {name}'],
  of_head: ['Tree head: {name}', 'Tête d’arbre : {name}'],
  allHolds: ['All that was checked holds', 'Tout ce qui a été vérifié est exact'],
  holdsInItself: [
    'The file agrees with itself, but the key is the file’s own: whoever made the file may have made the key. Give a key that you trust.',
    'Le fichier concorde avec lui-même, mais la clé est la sienne : qui a fait le fichier a pu faire la clé. Donnez une clé à laquelle vous vous fiez.',
  ],
  nothingProved: [
    'Without a key nothing is proved. Give a key that you trust.',
    'Sans clé, rien n’est prouvé. Donnez une clé à laquelle vous vous fiez.',
  ],
  doesNotHold: ['{n} thing does not hold|{n} things do not hold', '{n} point ne tient pas|{n} points ne tiennent pas'],
  ballot: ['Ballot', 'Vote'],
  events: ['Events', 'Événements'],
  sealedIn: ['Sealed in', 'Scellé dans'],
  headOf: [
    'the tree of {size} event, signed|the tree of {size} events, signed',
    'l’arbre de {size} événement, signé le|l’arbre de {size} événements, signé le',
  ],
  event: ['Event', 'Événement'],
  log: ['Record', 'Registre'],
  subject: ['About', 'Objet'],
  actor: ['By', 'Par'],
  committed: ['Recorded', 'Enregistré'],
  voteSays: ['Vote', 'Vote'],
  voteRevision: ['{answer}, version {revision}', '{answer}, version {revision}'],
  steps: ['Steps of the verification', 'Étapes de la vérification'],
  state_holds: ['holds', 'exact'],
  state_fails: ['does not hold', 'inexact'],
  state_unsure: ['unsure', 'incertain'],
  state_notDone: ['not done', 'non fait'],
  computed: ['What was computed', 'Ce qui a été calculé'],
  findings: ['What does not hold', 'Ce qui ne tient pas'],
  where: ['Where', 'Où'],
  what: ['What', 'Quoi'],
  is: ['Is', 'Est'],
  shouldBe: ['Should be', 'Devrait être'],
  goesOn: ['Compare with the newest head of the service', 'Comparer avec la tête la plus récente du service'],
  goesOnSignIn: ['sign in to ask the service for its newest head', 'connectez-vous pour demander au service sa tête la plus récente'],
  fromServices: ['From the services', 'Depuis les services'],
  fromServicesHint: [
    'What a service gives out is verified above like any other file, with your key.',
    'Ce qu’un service délivre est vérifié ci-dessus comme tout autre fichier, avec votre clé.',
  ],
  signInFor: [
    'Sign in to fetch bundles, receipts and tree heads. Verifying files needs no account.',
    'Connectez-vous pour obtenir dossiers, récépissés et têtes d’arbre. La vérification de fichiers ne demande aucun compte.',
  ],
  ballotField: ['Ballot', 'Vote'],
  ballotHint: ['for example iso-dis-20435; shown once it has closed', 'par exemple iso-dis-20435 ; communiqué une fois clos'],
  fetchBundle: ['Fetch the bundle and verify it', 'Obtenir le dossier et le vérifier'],
  receiptField: ['Number of the event', 'Numéro de l’événement'],
  receiptHint: ['as the answer to your vote gave it', 'donné en réponse à votre vote'],
  fetchReceipt: ['Fetch the receipt and verify it', 'Obtenir le récépissé et le vérifier'],
  fetching: ['Fetching…', 'Téléchargement…'],
  needBallot: ['name a ballot first', 'nommez d’abord un vote'],
  needNumber: ['give the number of an event first', 'donnez d’abord le numéro d’un événement'],
  headsTitle: ['Signed tree heads', 'Têtes d’arbre signées'],
  headsHint: [
    'Keep one as a file now and then: held against a later bundle or head it shows that nothing recorded before it was changed.',
    'Conservez-en une de temps en temps : confrontée à un dossier ou à une tête ultérieurs, elle montre que rien de ce qui fut enregistré avant n’a été modifié.',
  ],
  headsEmpty: [
    'No head was signed yet, or the service keeps no record.',
    'Aucune tête n’a encore été signée, ou le service ne tient pas de registre.',
  ],
  service: ['Service', 'Service'],
  service_ballots: ['Ballots', 'Votes'],
  service_members: ['Members', 'Membres'],
  service_comments: ['Comments', 'Commentaires'],
  size: ['Events in the tree', 'Événements dans l’arbre'],
  signedAt: ['Signed', 'Signée'],
  root: ['Root', 'Racine'],
  witnesses: ['Witnesses', 'Témoins'],
  keep: ['Keep as a file', 'Conserver dans un fichier'],
  keepSize: [
    'Keep as a file: the head of {n} event|Keep as a file: the head of {n} events',
    'Conserver dans un fichier : la tête de {n} événement|Conserver dans un fichier : la tête de {n} événements',
  ],
});

const steps: Record<StepId, [string, string]> = {
  key: ['The key', 'La clé'],
  signature: ['Signature of the tree heads', 'Signature des têtes d’arbre'],
  leaf: ['Hash of each event', 'Empreinte de chaque événement'],
  inclusion: ['Inclusion in the tree', 'Présence dans l’arbre'],
  heads: ['One history', 'Une seule histoire'],
  consistency: ['Consistency with earlier heads', 'Cohérence avec les têtes antérieures'],
  receipts: ['Your receipts in this bundle', 'Vos récépissés dans ce dossier'],
  versions: ['Versions without a gap', 'Versions sans lacune'],
  counted: ['Which votes the result counted', 'Votes que le résultat a comptés'],
  rows: ['Tables against events', 'Tables face aux événements'],
  recount: ['The count itself', 'Le dépouillement'],
};
export const stepTitle = speak(steps);

// How far a step went: Step.said.
export const stepSaid = speak({
  keyGiven: ['Signatures are verified with the key that you gave.', 'Les signatures sont vérifiées avec la clé que vous avez donnée.'],
  keyOfFile: [
    'You gave no key: that of the file itself is taken, which proves little.',
    'Vous n’avez donné aucune clé : celle du fichier est prise, ce qui prouve peu.',
  ],
  keyNone: ['You gave no key, and a head brings none.', 'Vous n’avez donné aucune clé, et une tête n’en contient pas.'],
  signature: [
    'Ed25519 over the lines of {n} head.|Ed25519 over the lines of {n} heads.',
    'Ed25519 sur les lignes de {n} tête.|Ed25519 sur les lignes de {n} têtes.',
  ],
  signatureNone: ['Cannot be verified without a key.', 'Invérifiable sans clé.'],
  leaf: [
    'SHA-256 over all that the event says, compared with the hash in the file.',
    'SHA-256 sur tout ce que dit l’événement, comparé avec l’empreinte du fichier.',
  ],
  leafAll: [
    'SHA-256 over all that each of {n} event says.|SHA-256 over all that each of {n} events says.',
    'SHA-256 sur tout ce que dit {n} événement.|SHA-256 sur tout ce que dit chacun des {n} événements.',
  ],
  inclusionOne: [
    'From the event’s hash, {steps} hashes up, the root of the tree of {size} events: event {sequence} is in it.',
    'De l’empreinte de l’événement, {steps} empreintes plus haut, la racine de l’arbre de {size} événements : l’événement {sequence} y figure.',
  ],
  inclusionAll: [
    'Each of {n} events leads to the root of the tree of {size}; {steps} hashes were computed.',
    'Chacun des {n} événements mène à la racine de l’arbre de {size} ; {steps} empreintes ont été calculées.',
  ],
  heads: ['Heads of one size have one root; {n} compared.', 'Les têtes de même taille ont la même racine ; {n} comparées.'],
  consistency: [
    'The tree of {size} events begins with that of each of {n} earlier heads.',
    'L’arbre de {size} événements commence par celui de chacune des {n} têtes antérieures.',
  ],
  consistencyIdle: [
    'The tree of {size} events begins with that of each of {n} earlier heads. Proofs for heads that you did not give: {idle}.',
    'L’arbre de {size} événements commence par celui de chacune des {n} têtes antérieures. Preuves pour des têtes que vous n’avez pas données : {idle}.',
  ],
  consistencyNow: [
    'The tree of {size} events begins with the {n} event that you kept.|The tree of {size} events begins with the {n} events that you kept.',
    'L’arbre de {size} événements commence par l’événement ({n}) conservé par vous.|L’arbre de {size} événements commence par les {n} événements conservés par vous.',
  ],
  receipts: [
    '{n} receipt held against the event of its number.|{n} receipts held against the events of their numbers.',
    '{n} récépissé confronté à l’événement de son numéro.|{n} récépissés confrontés aux événements de leurs numéros.',
  ],
  receiptsNone: [
    'No receipt of this ballot was given: with yours you see whether your vote is in it as you cast it.',
    'Aucun récépissé de ce vote n’a été donné : avec le vôtre, vous verrez si votre vote y figure tel que vous l’avez émis.',
  ],
  versions: [
    'Votes of {bodies} bodies ({votes} versions), the ballot ({versions} versions) and the result ({results}) count up by one.',
    'Les votes de {bodies} organismes ({votes} versions), le vote lui-même ({versions} versions) et le résultat ({results}) se suivent un à un.',
  ],
  counted: [
    'The result names the last vote of each of {bodies} bodies before it, and a signed head that has them all.',
    'Le résultat désigne le dernier vote de chacun des {bodies} organismes avant lui, et une tête signée qui les contient tous.',
  ],
  countedNone: ['No result is recorded yet.', 'Aucun résultat n’est encore enregistré.'],
  rows: [
    'Every column of {rows} rows is what the events say. Names and countries of bodies that neither sit on the committee nor voted are covered by their number alone.',
    'Chaque colonne des {rows} lignes est ce que disent les événements. Noms et pays des organismes qui ne siègent pas au comité et n’ont pas voté ne sont couverts que par leur nombre.',
  ],
  rowsWithoutResult: [
    '{rows} rows were held against the events; the roll only once there is a result.',
    '{rows} lignes confrontées aux événements ; la liste électorale seulement une fois qu’il y a un résultat.',
  ],
  recount: [
    'Not done in the browser: “placet audit verify” counts the votes again under the rules that the ballot states.',
    'Non fait dans le navigateur : « placet audit verify » recompte les votes selon les règles que le vote indique.',
  ],
});

export const computedWord = speak({
  keyId: ['SHA-256 of the key', 'SHA-256 de la clé'],
  signed: ['Lines signed', 'Lignes signées'],
  hashed: ['Bytes hashed', 'Octets hachés'],
  leafHash: ['Hash of the leaf', 'Empreinte de la feuille'],
  rootComputed: ['Root computed', 'Racine calculée'],
  rootSigned: ['Root signed', 'Racine signée'],
  older: ['From size to size: hashes', 'De taille en taille : empreintes'],
  receiptLeaf: ['Leaf of your receipt', 'Feuille de votre récépissé'],
});

const wrongs: Record<Wrong, [string, string]> = {
  differs: ['is not what the record says', 'n’est pas ce que dit le registre'],
  keyMissing: ['there is no public key to check signatures with', 'aucune clé publique pour vérifier les signatures'],
  keyOther: ['is another key than the one used', 'est une autre clé que celle qui est utilisée'],
  signature: ['the signature is not one of the key over this head', 'la signature n’est pas celle de la clé sur cette tête'],
  headForm: ['is no head that could be signed', 'n’est pas une tête qui puisse être signée'],
  noteForm: ['the note does not say what the fields say', 'la note ne dit pas ce que disent les champs'],
  noteOther: ['the note has another signature than the field', 'la note porte une autre signature que le champ'],
  witnessForm: [
    'the line of a witness is not among the head’s cosignatures',
    'la ligne d’un témoin ne figure pas parmi les contresignatures de la tête',
  ],
  headsDiffer: [
    'two heads of one size have two roots: the log has told two histories',
    'deux têtes de même taille ont deux racines : le registre a raconté deux histoires',
  ],
  leafForm: ['has a form of which no leaf is made', 'a une forme dont aucune feuille n’est faite'],
  notIncluded: [
    'the event, as it is now, is not in the tree under its number: it was changed, moved or put in after sealing, or its proof was changed',
    'l’événement, tel qu’il est, n’est pas dans l’arbre sous son numéro : il fut modifié, déplacé ou ajouté après le scellement, ou sa preuve fut modifiée',
  ],
  twice: ['stands there twice', 'y figure deux fois'],
  unread: ['is missing or cannot be read', 'manque ou ne peut être lu'],
  otherLog: ['is of another log', 'est d’un autre registre'],
  notConsistent: [
    'the log does not go on from this head: what was sealed then is not what is there now',
    'le registre ne prolonge pas cette tête : ce qui fut scellé alors n’est pas ce qui s’y trouve',
  ],
  noProof: [
    'there is no proof that the log goes on from this head: export the bundle with it',
    'aucune preuve que le registre prolonge cette tête : exportez le dossier avec elle',
  ],
  dropped: [
    'the bundle has no such event: it was dropped, or renumbered',
    'le dossier n’a pas cet événement : il fut supprimé ou renuméroté',
  ],
  rowUnread: ['a row cannot be read', 'une ligne ne peut être lue'],
  rowMissing: ['the row is missing', 'la ligne manque'],
  rowUnknown: ['no event says that there is this row', 'aucun événement ne dit que cette ligne existe'],
  noBallot: ['no event says what the ballot is', 'aucun événement ne dit ce qu’est le vote'],
  notInHead: [
    'the vote is not in the tree of the head that the result names',
    'le vote n’est pas dans l’arbre de la tête que désigne le résultat',
  ],
  notCounted: ['a vote was not counted', 'un vote n’a pas été compté'],
  noHead: [
    'names no head: it was recorded while no record was kept',
    'ne désigne aucune tête : enregistré alors qu’aucun registre n’était tenu',
  ],
  headNotThere: ['the head that the result names is not there', 'la tête que désigne le résultat manque'],
  ballotBefore: ['there is no ballot before the result', 'aucun vote ne précède le résultat'],
};
export const wrongText = speak(wrongs);
