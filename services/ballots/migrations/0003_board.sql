-- Who follows the copy of the directory reads what is new of it and not all of it again.

ALTER TABLE directory_committee ADD COLUMN changed bigint NOT NULL DEFAULT 0;  -- sequence of the directory's event
CREATE INDEX ON directory_grant (changed);
CREATE INDEX ON directory_committee (changed);
