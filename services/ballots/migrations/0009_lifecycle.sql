-- Results have versions, late votes stand apart, votes may be changed after a meeting.

-- The events that are the versions of a result, oldest first; `event` is the newest. And the sum of
-- the votes' revisions that the newest counted: where the votes have gone on, it is counted anew.
ALTER TABLE result
  ADD COLUMN events bigint[] NOT NULL DEFAULT '{}',
  ADD COLUMN revisions bigint NOT NULL DEFAULT 0;
UPDATE result r SET
  events = ARRAY[r.event],
  revisions = (SELECT coalesce(sum(v.revision), 0) FROM vote v WHERE v.ballot = r.ballot);

-- Votes that came after closing and are in no count.
CREATE TABLE late_vote (
  ballot text NOT NULL,
  member text NOT NULL,
  event  bigint NOT NULL REFERENCES event,
  PRIMARY KEY (ballot, event)
);

ALTER TABLE ballot ADD COLUMN change_until date;
