// What scenarios stand on: calls through the gateway in anybody's name, and a committee with its
// bodies and people.
import { readFileSync } from 'node:fs';
import path from 'node:path';

// What browser_test.cc says: where the gateway is, the password of all, files.
export const scene = JSON.parse(process.env.PLACET_SCENE);

const BALLOTS = 'placet.ballots.v1.BallotService';
const MEMBERS = 'placet.members.v1.MemberService';
const SIGN_IN = 'placet.members.v1.SignInService';

// What only the test program can do: order('kill', 'gateway').
export const order = (what, daemon) => console.log(`@${what} ${daemon}`);

// Awaits a condition that no page shows.
export async function eventually(condition, what, longest = 30_000) {
  const end = Date.now() + longest;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`did not come: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function post(method, request, headers = {}) {
  const response = await fetch(`${scene.url}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(request),
  });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(`${method}: ${answer.message}`), { answer });
  return answer;
}

const tokens = new Map(); // of people who have signed in here
async function tokenOf(person) {
  if (!tokens.has(person)) tokens.set(person, post(`${SIGN_IN}/Login`, { person, password: scene.password }));
  return (await tokens.get(person)).accessToken;
}

// An rpc in the name of 'voter-de': call('voter-de', `${BALLOTS}/CastVote`, {...}).
export async function call(person, method, request) {
  const name = person.startsWith('people/') ? person : `people/${person}`;
  return post(method, request, { authorization: `Bearer ${await tokenOf(name)}` });
}
export const ballots = (person, method, request) => call(person, `${BALLOTS}/${method}`, request);
export const members = (person, method, request) => call(person, `${MEMBERS}/${method}`, request);
export const secretariat = 'central-secretariat';

export const COMMITTEE = 'committees/iso-tc-999';
export const BODIES = {
  de: ['Germany', 'DIN', 'EUROPE'],
  fr: ['France', 'AFNOR', 'EUROPE'],
  jp: ['Japan', 'JISC', 'ASIA_PACIFIC'],
  ke: ['Kenya', 'KEBS', 'AFRICA'],
  us: ['United States', 'ANSI', 'AMERICAS'],
  se: ['Sweden', 'SIS', 'EUROPE'],
  it: ['Italy', 'UNI', 'EUROPE'],
};
const WITHOUT_SEAT = 'it';

// People with a role each, all with the password of the scene.
export const PEOPLE = {
  manager: ['Committee manager', { role: 'ROLE_COMMITTEE_MANAGER', committee: COMMITTEE }],
  monitor: ['Ballot monitor', { role: 'ROLE_BALLOT_MONITOR', committee: COMMITTEE }],
  'voter-de': ['Voter of DIN', { role: 'ROLE_VOTER', member: 'members/de' }],
  'voter-fr': ['Voter of AFNOR', { role: 'ROLE_VOTER', member: 'members/fr' }],
  voters: ['Votes for all', { role: 'ROLE_VOTER' }],
  nobody: ['Nobody in particular', null],
  expert: ['Expert of WG 1', { role: 'ROLE_EXPERT', member: 'members/de', committee: COMMITTEE, group: `${COMMITTEE}/groups/wg-1` }],
  liaison: ['Representative of FIG', { role: 'ROLE_LIAISON_REPRESENTATIVE', committee: COMMITTEE, liaison: `${COMMITTEE}/liaisons/fig` }],
};

async function person(id, [displayName, grant]) {
  const name = `people/${id}`;
  await members(secretariat, 'PutPerson', { person: { name, displayName } });
  if (grant) await members(secretariat, 'GrantRole', { parent: name, grant });
  await call(secretariat, `${SIGN_IN}/SetPassword`, { person: name, newPassword: scene.password });
}

// The committee ISO/TC 999 with five P-members and an O-member, a body beside them, and its people.
export async function committee(people = Object.keys(PEOPLE)) {
  for (const [id, [country, acronym, region]] of Object.entries(BODIES)) {
    await members(secretariat, 'PutMember', {
      member: {
        name: `members/${id}`,
        countryCode: id.toUpperCase(),
        country,
        acronym,
        title: acronym,
        region: `REGION_${region}`,
        category: 'CATEGORY_MEMBER_BODY',
      },
    });
  }
  await members(secretariat, 'PutCommittee', {
    committee: { name: COMMITTEE, reference: 'ISO/TC 999', title: 'Things that are tested', secretariat: 'members/se' },
  });
  for (const id of Object.keys(BODIES).filter((body) => body !== WITHOUT_SEAT)) {
    await members(secretariat, 'JoinCommittee', {
      seat: { name: `${COMMITTEE}/seats/${id}`, status: id === 'us' ? 'SEAT_STATUS_O' : 'SEAT_STATUS_P', period: { from: '2020-01-01' } },
    });
  }
  await members(secretariat, 'PutGroup', {
    group: { name: `${COMMITTEE}/groups/wg-1`, kind: 'GROUP_KIND_WORKING_GROUP', reference: 'ISO/TC 999/WG 1', title: 'Terms' },
  });
  await members(secretariat, 'PutLiaison', {
    liaison: { name: `${COMMITTEE}/liaisons/fig`, category: 'LIAISON_CATEGORY_A', organization: 'FIG' },
  });
  await Promise.all(people.map((id) => person(id, PEOPLE[id])));
}

export async function project(number, title = 'Things, tested', stage = '40.00') {
  const name = `projects/iso-${number}`;
  const one = { name, reference: `ISO ${number}`, title, deliverable: 'DELIVERABLE_IS', committee: COMMITTEE, stage, edition: 1 };
  // ballotsd knows the committee once it has followed the directory so far.
  await eventually(
    () =>
      ballots(secretariat, 'PutProject', { project: one }).then(
        () => true,
        () => false,
      ),
    `project ${number}`,
  );
  return name;
}

// A ballot on a project of its own, open; 'ballots/{id}'.
export async function ballot(id, number, kind = 'DIS', more = {}) {
  const stage = { NP: '10.00', DIS: '40.00', FDIS: '50.00', WITHDRAWAL: '90.99' }[kind];
  await ballots(secretariat, 'CreateBallot', {
    ballotId: id,
    ballot: { project: await project(number, more.title, stage), kind: `BALLOT_KIND_${kind}` },
  });
  const name = `ballots/${id}`;
  // Its roll is taken when it opens: not before all bodies are known there.
  await ballots(secretariat, 'OpenBallot', { name });
  return name;
}

export const cast = (person, name, member, answer, more = {}) =>
  ballots(person, 'CastVote', { vote: { name: `${name}/votes/${member}`, answer: `ANSWER_${answer}`, ...more } });
export const close = (name, reason = 'all have voted') => ballots(secretariat, 'CloseBallot', { name, reason });

// Connect's envelope: no flags, the length, the message.
function envelope(message) {
  const text = Buffer.from(JSON.stringify(message));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(text.length, 1);
  return Buffer.concat([head, text]);
}

// Brings a document with a table of comments in, in the name of a body.
export async function importTable(person, name, member, content, file = 'table.docx') {
  const parts = [{ header: { ballot: name, member } }, { piece: { file, content: content.toString('base64') } }];
  const response = await fetch(`${scene.url}/placet.comments.v1.CommentService/ImportComments`, {
    method: 'POST',
    headers: { 'content-type': 'application/connect+json', authorization: `Bearer ${await tokenOf(`people/${person}`)}` },
    body: Buffer.concat(parts.map(envelope)),
  });
  const answer = await response.text();
  if (!response.ok || answer.includes('"error"')) throw new Error(`ImportComments: ${answer}`);
}

export const read = (file) => readFileSync(file, 'utf8');
export const inFolder = (name) => path.join(scene.folder, name);

// Carries out work(0), work(1), ... so many at a time.
export async function inParallel(count, work, width = 48) {
  let next = 0;
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < count) await work(next++);
    }),
  );
}
