-- Votes are written in sets, and what only looked things up a second time goes.

-- The directory's event that gave a grant its present form: a vote is stored only if the grant that
-- it rests on is still as it was when it was looked at.
ALTER TABLE directory_grant ADD COLUMN sequence bigint NOT NULL DEFAULT 0;

-- What a person may do on a day: 'role:member:committee:grant:sequence,...'.
CREATE OR REPLACE FUNCTION grants_of(person text, day date) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT coalesce(string_agg(concat_ws(':', g.role, g.member, g.committee, g.grant_name, g.sequence),
                             ','), '')
  FROM directory_grant g
  WHERE g.person = $1 AND g.from_date <= $2 AND (g.until_date IS NULL OR g.until_date > $2)
$$;

-- Each row of roll and vote is written under a guard that has just seen its ballot, and no ballot is
-- ever deleted: a foreign key would look a second time, for each row.
ALTER TABLE roll DROP CONSTRAINT roll_ballot_fkey;
ALTER TABLE vote DROP CONSTRAINT vote_ballot_fkey;

-- Open ballots are few, and each is found on a roll by the primary key.
DROP INDEX roll_member_idx;
-- The versions of a vote are among the events of its ballot.
DROP INDEX event_subject_sequence_idx;

-- The leaf that stands for an event in a Merkle tree as RFC 6962 has it: SHA-256 of a zero byte and
-- the event's bytes, which are its sequence (8 bytes, the highest first), actor, a zero byte, subject,
-- a zero byte, change. Names have neither zero bytes nor backslashes, so decode gives their bytes.
ALTER TABLE event ADD COLUMN leaf bytea NOT NULL GENERATED ALWAYS AS (
  sha256('\x00'::bytea || int8send(sequence) || decode(actor, 'escape') || '\x00'::bytea
         || decode(subject, 'escape') || '\x00'::bytea || change)) STORED;

-- A result is the event that recorded it: said once. (74 begins a change that is a tally.)
ALTER TABLE result ADD COLUMN event bigint REFERENCES event;
UPDATE result r SET event = (
  SELECT min(e.sequence) FROM event e WHERE e.ballot = r.ballot AND get_byte(e.change, 0) = 74);
ALTER TABLE result ALTER COLUMN event SET NOT NULL, DROP COLUMN tally;
