-- Votes are written in sets, and what only looked things up a second time goes.

-- The directory's event that gave a grant its present form: a vote is stored only if the grant that
-- it rests on is still as it was when it was looked at.
ALTER TABLE directory_grant ADD COLUMN changed bigint NOT NULL DEFAULT 0;

-- Both stand in the statements themselves now: called as functions they cost more than the rest.
DROP FUNCTION grants_of;
DROP FUNCTION replay_of;
-- Opening joins the seats, once for all bodies.
DROP FUNCTION status_on;

-- As before, but planned once for a connection: a function of SQL is planned anew for each statement
-- that calls it, which took longer than all that the statement does.
CREATE OR REPLACE FUNCTION append_event(actor text, subject text, ballot text, request_id uuid,
                                        fingerprint bytea, change bytea) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  appended bigint;
BEGIN
  INSERT INTO event AS e (sequence, actor, subject, ballot, request_id, fingerprint, change)
  SELECT coalesce((SELECT max(h.sequence) FROM event h), 0) + 1, $1, $2, $3, $4, $5, $6
  RETURNING e.sequence INTO appended;
  RETURN appended;
END
$$;

-- Each row of roll and vote is written under a guard that has just seen its ballot, and no ballot is
-- ever deleted: a foreign key would look a second time, for each row.
ALTER TABLE roll DROP CONSTRAINT roll_ballot_fkey;
ALTER TABLE vote DROP CONSTRAINT vote_ballot_fkey;

-- Grows with each change of the roll, so that a vote looks at one row and not at the roll, too.
ALTER TABLE ballot ADD COLUMN roll_version bigint NOT NULL DEFAULT 1;

-- Open ballots are few, and each is found on a roll by the primary key.
DROP INDEX roll_member_idx;

-- A result is the event that recorded it: said once. (74 begins a change that is a tally.)
ALTER TABLE result ADD COLUMN event bigint REFERENCES event;
UPDATE result r SET event = (
  SELECT min(e.sequence) FROM event e WHERE e.ballot = r.ballot AND get_byte(e.change, 0) = 74);
ALTER TABLE result ALTER COLUMN event SET NOT NULL, DROP COLUMN tally;

-- The events that are the versions of a vote, oldest first. They were looked up in two indexes that
-- every event had to be entered into.
ALTER TABLE vote ADD COLUMN events bigint[] NOT NULL DEFAULT '{}';
UPDATE vote v SET events = (
  SELECT coalesce(array_agg(e.sequence ORDER BY e.sequence), '{}') FROM event e
  WHERE e.subject = 'ballots/' || v.ballot || '/votes/' || v.member);
DROP INDEX event_subject_sequence_idx;
DROP INDEX event_ballot_sequence_idx;

-- The leaf that stands for an event in a Merkle tree as RFC 6962 has it: SHA-256 of a zero byte and
-- the event's bytes, which are its sequence (8 bytes, the highest first), actor, a zero byte, subject,
-- a zero byte, change. Names have neither zero bytes nor backslashes, so decode gives their bytes.
ALTER TABLE event ADD COLUMN leaf bytea NOT NULL GENERATED ALWAYS AS (
  sha256('\x00'::bytea || int8send(sequence) || decode(actor, 'escape') || '\x00'::bytea
         || decode(subject, 'escape') || '\x00'::bytea || change)) STORED;
