-- Reminders of what a body owes: one for a body, a committee and a year. What was owed and voted
-- stands in ballot, roll and vote: a year of a committee is found by ballot (committee), a year of a
-- body by ballot (close_time, ballot) and then the key of roll, so no further index is kept up to
-- date while ballots open.
CREATE TABLE reminder (
  committee   text NOT NULL,
  member      text NOT NULL,
  year        integer NOT NULL,
  reason      text NOT NULL,
  recorder    text NOT NULL,
  record_time timestamptz NOT NULL,
  PRIMARY KEY (committee, member, year)
);
