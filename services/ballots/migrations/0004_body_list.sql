-- Most bodies on a roll have no seat in the committee. They are the same for every ballot that opens
-- before a member body changes again, so they are listed once, and each ballot names the list.

-- The directory's event that gave a body its present form.
ALTER TABLE directory_member ADD COLUMN changed bigint NOT NULL DEFAULT 0;
CREATE INDEX ON directory_member (changed);

-- The member bodies as they were when `list` was the last event of the directory that had changed
-- a body. Made by the first ballot that opens then, and never changed.
CREATE TABLE body_list (
  list    bigint NOT NULL,
  member  text NOT NULL,
  country text NOT NULL,
  acronym text NOT NULL,
  PRIMARY KEY (list, member)
);

-- NULL: all who may vote have rows of their own. Ballots opened before this migration keep theirs.
ALTER TABLE ballot ADD COLUMN body_list bigint;

-- Who may vote: whoever has, or has had, a seat during the ballot; and whoever is listed besides.
CREATE VIEW whole_roll AS
SELECT r.ballot, r.member, r.country, r.acronym, r.full_member, r.status_at_opening, r.status
FROM roll r
UNION ALL
SELECT b.ballot, l.member, l.country, l.acronym, true, 3::smallint, 3::smallint
FROM ballot b JOIN body_list l ON l.list = b.body_list
WHERE NOT EXISTS (SELECT FROM roll r WHERE r.ballot = b.ballot AND r.member = l.member);
