-- Who takes part. A row's id is the last part of its resource name; enums are the numbers of
-- members.proto; days are Geneva's, from inclusive, until exclusive, NULL open. Nothing is ever
-- deleted. version counts the changes of a resource: it is the etag, and every write's guard.

CREATE TABLE member (
  id             text COLLATE "C" PRIMARY KEY,
  version        bigint   NOT NULL,
  country_code   text     NOT NULL,
  country        text     NOT NULL,
  acronym        text     NOT NULL,
  title          text     NOT NULL,
  region         smallint NOT NULL,
  region_basis   text     NOT NULL,
  category       smallint NOT NULL,
  category_basis text     NOT NULL
);

CREATE TABLE committee (
  id          text COLLATE "C" PRIMARY KEY,
  version     bigint NOT NULL,
  reference   text   NOT NULL,
  title       text   NOT NULL,
  scope       text   NOT NULL,
  secretariat text COLLATE "C" REFERENCES member,
  parent      text COLLATE "C" REFERENCES committee,
  create_date date,
  source      text   NOT NULL
);
CREATE INDEX ON committee (parent, id);

CREATE TABLE committee_group (
  committee   text COLLATE "C" NOT NULL REFERENCES committee,
  id          text COLLATE "C" NOT NULL,
  version     bigint   NOT NULL,
  kind        smallint NOT NULL,
  reference   text     NOT NULL,
  title       text     NOT NULL,
  convenor    text     NOT NULL,
  from_day    date,
  from_exact  boolean  NOT NULL,
  until_day   date CHECK (until_day > from_day),
  until_exact boolean  NOT NULL,
  source      text     NOT NULL,
  PRIMARY KEY (committee, id)
);

-- All seats that a body ever held in a committee change together: one version for them.
CREATE TABLE seat_history (
  committee text COLLATE "C" NOT NULL REFERENCES committee,
  member    text COLLATE "C" NOT NULL REFERENCES member,
  version   bigint NOT NULL,
  PRIMARY KEY (committee, member)
);

-- Periods of one history never overlap: decided in C++, kept by the history's version.
CREATE TABLE seat (
  committee   text COLLATE "C" NOT NULL REFERENCES committee,
  member      text COLLATE "C" NOT NULL REFERENCES member,
  from_day    date     NOT NULL,
  from_exact  boolean  NOT NULL,
  until_day   date CHECK (until_day > from_day),
  until_exact boolean  NOT NULL,
  status      smallint NOT NULL,
  twin        text COLLATE "C" REFERENCES member,
  confidence  smallint NOT NULL,
  basis       text     NOT NULL,
  PRIMARY KEY (committee, member, from_day)
);

CREATE TABLE liaison (
  committee    text COLLATE "C" NOT NULL REFERENCES committee,
  id           text COLLATE "C" NOT NULL,
  version      bigint   NOT NULL,
  category     smallint NOT NULL,
  organization text     NOT NULL,
  from_day     date,
  from_exact   boolean  NOT NULL,
  until_day    date CHECK (until_day > from_day),
  until_exact  boolean  NOT NULL,
  basis        text     NOT NULL,
  PRIMARY KEY (committee, id)
);

CREATE TABLE person (
  id           text COLLATE "C" PRIMARY KEY,
  version      bigint NOT NULL,
  display_name text   NOT NULL,
  note         text   NOT NULL
);

-- A role revoked on the day it was given was held on no day: from = until.
CREATE TABLE role_grant (
  person      text COLLATE "C" NOT NULL REFERENCES person,
  id          text COLLATE "C" NOT NULL,
  version     bigint   NOT NULL,
  role        smallint NOT NULL,
  member      text COLLATE "C" REFERENCES member,
  committee   text COLLATE "C" REFERENCES committee,
  from_day    date,
  from_exact  boolean  NOT NULL,
  until_day   date CHECK (until_day >= from_day),
  until_exact boolean  NOT NULL,
  granted_by  text     NOT NULL,
  PRIMARY KEY (person, id)
);
CREATE INDEX ON role_grant (role, person);

-- Outbox, audit trail and idempotency record at once. `change` is a serialized Event of
-- members.proto with nothing but its change set.
CREATE TABLE event (
  sequence    bigint      PRIMARY KEY,
  commit_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor       text        NOT NULL,
  subject     text COLLATE "C" NOT NULL,
  request_id  uuid        UNIQUE,
  fingerprint bytea,
  change      bytea       NOT NULL
);
CREATE INDEX ON event (subject, sequence);

-- Does [from_day, until_day) hold on a day?
CREATE FUNCTION holds_on(day date, from_day date, until_day date) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(from_day <= day, true) AND coalesce(day < until_day, true);

-- The roles that a person holds on a day: "role:member:committee,...", as decide reads them.
CREATE FUNCTION roles_held(of_person text, day date) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT coalesce(string_agg(role || ':' || coalesce(member, '') || ':' || coalesce(committee, ''),
                             ','), '')
  FROM role_grant
  WHERE person = of_person AND holds_on(day, from_day, until_day);
END;

-- Somebody must be there who may create the rest, and followers must hear of it. The changes are
-- what `protoc --encode=placet.members.v1.Event` makes of:
--   person { name: "people/central-secretariat" display_name: "ISO Central Secretariat"
--            note: "created with the store" etag: "\"1\"" }
--   grant { name: "people/central-secretariat/grants/central-secretariat"
--           role: ROLE_CENTRAL_SECRETARIAT period {} granted_by: "people/central-secretariat" }
INSERT INTO person (id, version, display_name, note)
VALUES ('central-secretariat', 1, 'ISO Central Secretariat', 'created with the store');

INSERT INTO role_grant (person, id, version, role, from_exact, until_exact, granted_by)
VALUES ('central-secretariat', 'central-secretariat', 1, 7, false, false,
  'people/central-secretariat');

INSERT INTO event (sequence, actor, subject, change) VALUES
  (1, 'people/central-secretariat', 'people/central-secretariat', decode('
    52520a1a70656f706c652f63656e7472616c2d736563726574617269617412174953
    4f2043656e7472616c2053656372657461726961741a166372656174656420776974
    68207468652073746f72652a03223122', 'hex')),
  (2, 'people/central-secretariat', 'people/central-secretariat/grants/central-secretariat', decode('
    5a570a3570656f706c652f63656e7472616c2d73656372657461726961742f677261
    6e74732f63656e7472616c2d736563726574617269617410072a00321a70656f706c
    652f63656e7472616c2d7365637265746172696174', 'hex'));
