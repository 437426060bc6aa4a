-- Ballots about a matter of the committee have no project; who has a vote stands with each ballot.

ALTER TABLE ballot ALTER COLUMN project DROP NOT NULL;

-- What only the creator says and nobody searches for: documents, questions, reasons.
ALTER TABLE ballot RENAME COLUMN documents TO given;

-- placet.ballots.v1.Electorate, from opening on. Until now: P-members of an NP, else all bodies.
ALTER TABLE ballot ADD COLUMN electorate smallint NOT NULL DEFAULT 0;
UPDATE ballot SET electorate = CASE kind WHEN 1 THEN 2 ELSE 1 END WHERE state > 1;

-- The events that changed a body's status on the roll, oldest first, as vote.events: what the roll
-- was at a moment. Changes made before this column came are found by their subject, once.
ALTER TABLE roll ADD COLUMN events bigint[] NOT NULL DEFAULT '{}';
UPDATE roll r SET events = c.events
FROM (SELECT split_part(subject, '/', 2) AS ballot, split_part(subject, '/', 4) AS member,
             array_agg(sequence ORDER BY sequence) AS events
      FROM event
      WHERE subject LIKE 'ballots/%/roll/%'
      GROUP BY 1, 2) c
WHERE r.ballot = c.ballot AND r.member = c.member;
