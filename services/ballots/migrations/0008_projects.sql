-- Tracks and their dates, and the events that made a project what it is, oldest first, as
-- vote.events: the history of its stage. Events from before this column are found by their subject,
-- once.
ALTER TABLE project
  ADD COLUMN track_months     integer NOT NULL DEFAULT 0,
  ADD COLUMN start_date       date,
  ADD COLUMN target_date      date,
  ADD COLUMN extension_months integer NOT NULL DEFAULT 0,
  ADD COLUMN events           bigint[] NOT NULL DEFAULT '{}';
UPDATE project p SET events = c.events
FROM (SELECT substr(subject, 10) AS project, array_agg(sequence ORDER BY sequence) AS events
      FROM event
      WHERE subject LIKE 'projects/%'
      GROUP BY 1) c
WHERE p.project = c.project;
