-- Roles that hold in the subcommittees of their committee, too. A copy of the directory, as all of
-- these tables. Parents of committees that arrived before are not known until the directory tells
-- of them again.
ALTER TABLE directory_committee ADD COLUMN parent text NOT NULL DEFAULT '';
CREATE INDEX ON directory_committee (parent) WHERE parent <> '';

-- committees: where the grant holds, {''} for everywhere; kept by the triggers below.
ALTER TABLE directory_grant ADD COLUMN subcommittees boolean NOT NULL DEFAULT false;
ALTER TABLE directory_grant ADD COLUMN committees text[] NOT NULL DEFAULT '{}';
UPDATE directory_grant SET committees = ARRAY[committee];

CREATE FUNCTION keep_committees() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.committees := ARRAY[NEW.committee];
  IF NEW.subcommittees THEN
    WITH RECURSIVE under (committee) AS (
      SELECT NEW.committee
      UNION
      SELECT c.committee FROM directory_committee c JOIN under u ON c.parent = u.committee
      WHERE u.committee <> '')
    SELECT array_agg(committee ORDER BY committee) INTO NEW.committees FROM under;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_committees BEFORE INSERT OR UPDATE ON directory_grant
FOR EACH ROW EXECUTE FUNCTION keep_committees();

-- A committee under another one than before: grants are looked at again, and are not what they were
-- to whoever has loaded them.
CREATE FUNCTION committee_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE directory_grant SET changed = NEW.changed WHERE subcommittees;
  RETURN NULL;
END $$;
CREATE TRIGGER committee_new AFTER INSERT ON directory_committee
FOR EACH ROW WHEN (NEW.parent <> '') EXECUTE FUNCTION committee_moved();
CREATE TRIGGER committee_moved AFTER UPDATE ON directory_committee
FOR EACH ROW WHEN (NEW.parent <> OLD.parent) EXECUTE FUNCTION committee_moved();
