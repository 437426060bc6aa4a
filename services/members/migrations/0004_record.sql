-- The record: events as leaves of a Merkle tree (services/record/README.md has the bytes).

-- Sixteen random bytes of each event. A proof of inclusion shows neighbouring leaves, and a vote has
-- few possible contents: without the blind whoever sees a leaf could try them all.
ALTER TABLE event ADD COLUMN blind uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE event ADD COLUMN leaf bytea NOT NULL GENERATED ALWAYS AS (
  sha256('\x0001'::bytea || int8send(sequence) || uuid_send(blind) || timestamptz_send(commit_time)
         || int4send(octet_length(actor)) || decode(actor, 'escape')
         || int4send(octet_length(subject)) || decode(subject, 'escape')
         || '\x00000000'::bytea
         || coalesce(uuid_send(request_id), '\x00000000000000000000000000000000'::bytea)
         || int4send(coalesce(octet_length(fingerprint), 0)) || coalesce(fingerprint, ''::bytea)
         || '\x00000000'::bytea || change)) STORED;

-- What the log is called in its heads: another store has another log.
CREATE TABLE log (
  one    boolean PRIMARY KEY DEFAULT true CHECK (one),  -- there is one row
  origin text NOT NULL
);
INSERT INTO log (origin) VALUES ('placet/members/' || gen_random_uuid());

-- Up to 256 hashes of 32 bytes: of leaves (level 0), or the roots of full tiles of the level below.
-- The last tile of a level grows; the others never change.
CREATE TABLE tile (
  level  smallint NOT NULL,
  number bigint   NOT NULL,
  hashes bytea    NOT NULL,
  PRIMARY KEY (level, number)
);
-- Half a kilobyte and more would be sought to be compressed, in vain: they are random.
ALTER TABLE tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

-- Signed heads: never changed (deploy/migrate leaves the service INSERT and SELECT).
CREATE TABLE tree_head (
  size      bigint PRIMARY KEY,
  time      timestamptz NOT NULL,
  root      bytea NOT NULL,
  key_id    bytea NOT NULL,  -- SHA-256 of the public key as SubjectPublicKeyInfo in DER
  signature bytea NOT NULL   -- Ed25519
);

-- What witnesses have signed besides.
CREATE TABLE cosignature (
  size      bigint NOT NULL REFERENCES tree_head,
  witness   text   NOT NULL,
  time      bigint NOT NULL,  -- seconds since 1970
  signature bytea  NOT NULL,
  PRIMARY KEY (size, witness)
);
