-- Who may sign in, and who has. No secret is kept as it is: passwords as argon2id hashes, refresh
-- and ID tokens as SHA-256.

-- email: lower case; whom it belongs to is looked up when somebody signs in with it.
CREATE TABLE credential (
  person   text COLLATE "C" PRIMARY KEY REFERENCES person,
  hash     text        NOT NULL,
  email    text COLLATE "C" UNIQUE,
  set_time timestamptz NOT NULL
);

-- id_token: of the ID token that was exchanged for it, so that none serves twice.
CREATE TABLE sign_in (
  id           text COLLATE "C" PRIMARY KEY,
  person       text COLLATE "C" NOT NULL REFERENCES person,
  client       text        NOT NULL,
  create_time  timestamptz NOT NULL,
  refresh_time timestamptz NOT NULL,
  expire_time  timestamptz NOT NULL,
  revoke_time  timestamptz,
  id_token     bytea UNIQUE
);
CREATE INDEX ON sign_in (person, create_time);

-- All that a sign-in was given: a used one that comes again tells of a thief. Deleted when the
-- sign-in has ended.
CREATE TABLE refresh_token (
  hash     bytea PRIMARY KEY,
  sign_in  text COLLATE "C" NOT NULL REFERENCES sign_in,
  use_time timestamptz
);
CREATE INDEX ON refresh_token (sign_in);

-- Who a subject of an OpenID Connect issuer is.
CREATE TABLE identity (
  issuer    text COLLATE "C",
  subject   text COLLATE "C",
  person    text COLLATE "C" NOT NULL REFERENCES person,
  linked_by text        NOT NULL,
  link_time timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject)
);
