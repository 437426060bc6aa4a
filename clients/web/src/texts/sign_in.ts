import { speak } from './speak';

export const t = speak({
  title: ['Sign in', 'Connexion'],
  person: ['Account', 'Compte'],
  personHint: ['as the directory names it, for example voter-de', 'tel que l’annuaire le nomme, par exemple voter-de'],
  password: ['Password', 'Mot de passe'],
  submit: ['Sign in', 'Se connecter'],
  busy: ['Signing in…', 'Connexion…'],
  demo: ['Demonstration accounts', 'Comptes de démonstration'],
  demoHint: [
    'These are the roles of the demonstration. Their passwords are made anew on each machine and lie in var/keys/passwords, one file an account.',
    'Les rôles de la démonstration. Leurs mots de passe sont créés sur chaque machine et se trouvent dans var/keys/passwords, un fichier par compte.',
  ],
  use: ['Use {who}', 'Choisir {who}'],
  'central-secretariat': ['Central secretariat: prepares and opens what the committee may not', 'Secrétariat central : prépare et ouvre ce que le comité ne peut pas'],
  'tc307-manager': ['Committee manager of ISO/TC 307', 'Gestionnaire du comité ISO/TC 307'],
  'tc307-monitor': ['Ballot monitor of ISO/TC 307: sees, changes nothing', 'Observateur des votes de l’ISO/TC 307 : voit, ne change rien'],
  'voter-de': ['Voter of DIN, Germany', 'Votant du DIN, Allemagne'],
  'admin-de': ['Member administrator of DIN: its seats, voters and monitors', 'Administrateur du DIN : ses sièges, votants et observateurs'],
  'tc307-chair': ['Chair of ISO/TC 307', 'Président de l’ISO/TC 307'],
  'tc307-convenor': ['Convenor of ISO/TC 307', 'Animateur de l’ISO/TC 307'],
  'tc307-leader': ['Project leader of ISO/TC 307', 'Chef de projet de l’ISO/TC 307'],
  'expert-wg1': ['Expert of ISO/TC 307/WG 1: answers consultations', 'Expert de l’ISO/TC 307/WG 1 : répond aux consultations'],
  'liaison-jtc1': ['Liaison representative of ISO/IEC JTC 1: comments, never votes', 'Représentant de liaison de l’ISO/IEC JTC 1 : commente, ne vote jamais'],
  'voter-jp': ['Voter of JISC, Japan', 'Votant du JISC, Japon'],
  'demo-voters': ['Votes for all national bodies of the demonstration', 'Vote pour tous les organismes nationaux de la démonstration'],
});
