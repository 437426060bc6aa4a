-- Drafts that open by themselves, and consultations of persons.

-- The day on which a draft is to open, who said so, and why it did not.
ALTER TABLE ballot
  ADD COLUMN opens_on date,
  ADD COLUMN scheduler text NOT NULL DEFAULT '',
  ADD COLUMN opening_refused text NOT NULL DEFAULT '';
CREATE INDEX ballot_scheduled ON ballot (opens_on) WHERE state = 1 AND opening_refused = '';

-- The group whose expert a person is; '': none. A copy of the directory, as all of this table.
ALTER TABLE directory_grant ADD COLUMN "group" text NOT NULL DEFAULT '';
CREATE INDEX ON directory_grant ("group") WHERE "group" <> '';
