-- Comments on the drafts of ballots. Ids are the last parts of resource names; enums are the numbers
-- of the contract; nothing is ever deleted but what can be computed again (comment_search).

-- Similarity of texts; a trusted extension of PostgreSQL's own contrib.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- What a ballot has of each: the counts that follow every event, and the numbers given last.
CREATE TABLE ballot (
  ballot             text COLLATE "C" PRIMARY KEY,
  total              integer NOT NULL DEFAULT 0,
  open               integer NOT NULL DEFAULT 0,
  proposed           integer NOT NULL DEFAULT 0,
  decided            integer NOT NULL DEFAULT 0,
  objected           integer NOT NULL DEFAULT 0,
  closed             integer NOT NULL DEFAULT 0,
  changes            integer NOT NULL DEFAULT 0,
  groups             integer NOT NULL DEFAULT 0,
  findings           integer NOT NULL DEFAULT 0
);

-- One comment. `content` is the SHA-256 of body, place, types, comment and proposed change as they
-- arrived: by it a row is recognised when it comes again. `place` sorts in the order of the document.
-- Long texts are compressed by lz4, which takes a quarter of pglz's time.
CREATE TABLE comment (
  ballot          text COLLATE "C" NOT NULL,
  number          integer   NOT NULL,
  version         integer   NOT NULL,
  content         bytea     NOT NULL,
  label           text      NOT NULL,
  member          text COLLATE "C" NOT NULL,
  liaison         text      NOT NULL,
  line            text      NOT NULL,
  clause          text      NOT NULL,
  element         text      NOT NULL,
  place           bytea     NOT NULL,
  types           text      NOT NULL,  -- digits of CommentType, in the order given
  comment         text      NOT NULL,
  proposed_change text      NOT NULL,
  observation     text      NOT NULL,
  disposition     smallint  NOT NULL,
  state           smallint  NOT NULL,
  assignee        text COLLATE "C" NOT NULL,
  due_day         date,
  tags            text[] COLLATE "C" NOT NULL,
  comment_group   integer   NOT NULL,  -- 0: none
  conditions_vote boolean   NOT NULL,
  rest            bytea     NOT NULL,  -- a Comment with answer, replies, supporters and opponents
  origin          bytea     NOT NULL,  -- a Comment with origin and attachments; never changes
  actor           text      NOT NULL,  -- who brought it
  create_time     timestamptz NOT NULL,
  update_time     timestamptz NOT NULL,
  PRIMARY KEY (ballot, number)
);
ALTER TABLE comment
  ALTER COLUMN comment SET COMPRESSION lz4,
  ALTER COLUMN proposed_change SET COMPRESSION lz4,
  ALTER COLUMN observation SET COMPRESSION lz4,
  ALTER COLUMN rest SET COMPRESSION lz4,
  ALTER COLUMN origin SET COMPRESSION lz4;
CREATE UNIQUE INDEX ON comment (ballot, content);
CREATE INDEX ON comment (ballot, place, number);
CREATE INDEX ON comment (assignee, due_day) WHERE assignee <> '';

-- For searching: made when somebody first searches a ballot, because words of long texts take
-- longer to find than the texts to store; gone when a text changes. No index over words: a search
-- looks at the comments of one ballot, by key.
CREATE TABLE comment_search (
  ballot text COLLATE "C" NOT NULL,
  number integer  NOT NULL,
  words  tsvector NOT NULL,
  sample text     NOT NULL,  -- beginning of the comment, in small letters, for similarity
  PRIMARY KEY (ballot, number)
);

-- Changes, one row for each however many comments it touched.
CREATE TABLE change (
  ballot      text COLLATE "C" NOT NULL,
  number      integer  NOT NULL,
  kind        smallint NOT NULL,
  actor       text     NOT NULL,
  change_time timestamptz NOT NULL,
  comments    integer  NOT NULL,
  reason      text     NOT NULL,
  undoes      integer  NOT NULL,  -- 0: none
  undone_by   integer  NOT NULL DEFAULT 0,
  PRIMARY KEY (ballot, number)
);

-- What a change did to a comment: its history, and what an undo needs.
CREATE TABLE comment_history (
  ballot     text COLLATE "C" NOT NULL,
  number     integer NOT NULL,  -- of the comment
  version    integer NOT NULL,  -- that it had afterwards
  change     integer NOT NULL,
  difference bytea   NOT NULL,  -- a CommentDifference
  PRIMARY KEY (ballot, number, version)
);
ALTER TABLE comment_history ALTER COLUMN difference SET COMPRESSION lz4;
CREATE INDEX ON comment_history (ballot, change);

-- Groups of comments of several bodies that say the same.
CREATE TABLE comment_group (
  ballot  text COLLATE "C" NOT NULL,
  number  integer NOT NULL,
  version integer NOT NULL,
  title   text    NOT NULL,
  PRIMARY KEY (ballot, number)
);

-- Findings of consensus. `finding` is a serialized Finding.
CREATE TABLE finding (
  ballot  text COLLATE "C" NOT NULL,
  number  integer NOT NULL,
  finding bytea   NOT NULL,
  PRIMARY KEY (ballot, number)
);

-- Everything that happened, in the order of commit: outbox, audit trail and record of request_ids.
-- `change` is a placet.comments.v1.Event with only `change` set; names that are given while it is
-- stored (the change's own, those of new comments from `first` on) are filled in when it is read.
CREATE TABLE event (
  sequence    bigint PRIMARY KEY,
  commit_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor       text NOT NULL,
  subject     text COLLATE "C" NOT NULL,
  ballot      text COLLATE "C" NOT NULL,  -- whose secrecy applies
  first       integer NOT NULL DEFAULT 0,
  counts      integer[] NOT NULL,         -- total, open, proposed, decided, objected, closed
  request_id  uuid UNIQUE,
  fingerprint bytea,
  change      bytea NOT NULL,
  -- The leaf that stands for an event in a Merkle tree as RFC 6962 has it: see the ballots' events.
  leaf bytea NOT NULL GENERATED ALWAYS AS (
    sha256('\x00'::bytea || int8send(sequence) || decode(actor, 'escape') || '\x00'::bytea
           || decode(subject, 'escape') || '\x00'::bytea || int4send(first) || change)) STORED
);
CREATE INDEX ON event (ballot, sequence);
