-- Ballots: what the directory says (a copy kept by following its events), projects, ballots, rolls,
-- votes, results, events. Identifiers stand without their collection: 'de', not 'members/de'. Enums
-- are the numbers of the contracts in protos/placet/ballots/v1 and protos/placet/members/v1.

-- How far the directory's events have been applied.
CREATE TABLE directory_position (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),  -- there is one row
  sequence bigint NOT NULL
);
INSERT INTO directory_position (sequence) VALUES (0);

CREATE TABLE directory_member (
  member      text PRIMARY KEY,
  country     text NOT NULL,
  acronym     text NOT NULL,
  full_member boolean NOT NULL  -- a member body: has a vote
);

CREATE TABLE directory_committee (
  committee   text PRIMARY KEY,
  reference   text NOT NULL,
  title       text NOT NULL,
  secretariat text NOT NULL
);

CREATE TABLE directory_seat (
  committee  text NOT NULL,
  member     text NOT NULL,
  status     smallint NOT NULL,  -- placet.members.v1.SeatStatus
  from_date  date NOT NULL,
  until_date date,               -- exclusive
  PRIMARY KEY (committee, member, from_date)
);

CREATE TABLE directory_grant (
  grant_name text PRIMARY KEY,   -- 'person/grant'
  person     text NOT NULL,
  role       smallint NOT NULL,  -- placet.members.v1.Role
  member     text NOT NULL,      -- '' : every one
  committee  text NOT NULL,      -- '' : every one
  from_date  date NOT NULL,
  until_date date                -- exclusive
);
CREATE INDEX ON directory_grant (person);

CREATE TABLE project (
  project     text PRIMARY KEY,
  reference   text NOT NULL,
  title       text NOT NULL,
  deliverable smallint NOT NULL,
  committee   text NOT NULL,
  stage       text NOT NULL,
  edition     integer NOT NULL,
  source      text NOT NULL,
  version     bigint NOT NULL
);
CREATE INDEX ON project (committee, project);

CREATE TABLE ballot (
  ballot        text PRIMARY KEY,
  project       text NOT NULL REFERENCES project,
  committee     text NOT NULL,
  kind          smallint NOT NULL,
  draft         integer NOT NULL,
  reference     text NOT NULL,
  title         text NOT NULL,
  rules_edition text NOT NULL,       -- '' until opening, where none was chosen
  note          text NOT NULL,
  documents     jsonb NOT NULL,      -- {"documents": [...]} as in the contract
  end_date      date,
  state         smallint NOT NULL,   -- 1 draft, 2 opened, 3 result recorded, 4 cancelled
  open_time     timestamptz,
  close_time    timestamptz,         -- exclusive; an opened ballot past it is closed
  creator       text NOT NULL,
  opener        text NOT NULL,
  reason        text NOT NULL,
  stage_before  text NOT NULL,
  secretariat   text NOT NULL,       -- member, at opening
  version       bigint NOT NULL
);
CREATE INDEX ON ballot (close_time, ballot);
CREATE INDEX ON ballot (committee);
CREATE INDEX ON ballot (project);
CREATE INDEX ballot_due ON ballot (close_time) WHERE state = 2;

-- Who may vote. Country and acronym as they were at opening.
CREATE TABLE roll (
  ballot            text NOT NULL REFERENCES ballot,
  member            text NOT NULL,
  country           text NOT NULL,
  acronym           text NOT NULL,
  full_member       boolean NOT NULL,
  status_at_opening smallint NOT NULL,  -- placet.ballots.v1.MemberStatus
  status            smallint NOT NULL,  -- now; at closing once closed
  PRIMARY KEY (ballot, member)
);
CREATE INDEX ON roll (member);

-- The present vote of each body; earlier versions are events.
CREATE TABLE vote (
  ballot    text NOT NULL REFERENCES ballot,
  member    text NOT NULL,
  answer    smallint NOT NULL,
  text      text NOT NULL,
  details   jsonb NOT NULL,  -- {"answers": [...], "experts": [...]} as in the contract
  revision  integer NOT NULL,
  caster    text NOT NULL,
  cast_time timestamptz NOT NULL,
  PRIMARY KEY (ballot, member)
);

-- The tally recorded at closing: never changed.
CREATE TABLE result (
  ballot text PRIMARY KEY REFERENCES ballot,
  tally  jsonb NOT NULL     -- placet.ballots.v1.Tally
);

-- Everything that happened, in the order of commit: outbox, audit trail and record of request_ids.
CREATE TABLE event (
  sequence    bigint PRIMARY KEY,
  commit_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor       text NOT NULL,
  subject     text NOT NULL,
  ballot      text,               -- whose secrecy applies
  request_id  uuid UNIQUE,
  fingerprint bytea,
  change      bytea NOT NULL      -- placet.ballots.v1.Event with only `change` set
);
CREATE INDEX ON event (subject, sequence);
CREATE INDEX ON event (ballot, sequence) WHERE ballot IS NOT NULL;

-- Appends one event. Sequences have no gaps and are in the order of commit, because every write batch
-- holds the service's lock. VOLATILE, so that two in one statement see each other.
CREATE FUNCTION append_event(actor text, subject text, ballot text, request_id uuid, fingerprint bytea,
                             change bytea) RETURNS bigint
LANGUAGE sql VOLATILE AS $$
  INSERT INTO event (sequence, actor, subject, ballot, request_id, fingerprint, change)
  SELECT coalesce((SELECT max(sequence) FROM event), 0) + 1, $1, $2, $3, $4, $5, $6
  RETURNING sequence
$$;

-- What a person may do on a day: 'role:member:committee,...'.
CREATE FUNCTION grants_of(person text, day date) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT coalesce(string_agg(g.role || ':' || g.member || ':' || g.committee, ','), '')
  FROM directory_grant g
  WHERE g.person = $1 AND g.from_date <= $2 AND (g.until_date IS NULL OR g.until_date > $2)
$$;

-- The fingerprint of the request that used this request_id; NULL where none has.
CREATE FUNCTION replay_of(request_id uuid) RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT e.fingerprint FROM event e WHERE e.request_id = $1
$$;

-- Status of a body in a committee on a day: 1 P, 2 O, 3 neither.
CREATE FUNCTION status_on(committee text, member text, day date) RETURNS smallint
LANGUAGE sql STABLE AS $$
  SELECT coalesce((
    SELECT s.status FROM directory_seat s
    WHERE s.committee = $1 AND s.member = $2
      AND s.from_date <= $3 AND (s.until_date IS NULL OR s.until_date > $3)), 3::smallint)
$$;
