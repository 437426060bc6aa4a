-- A role in a committee that holds in its subcommittees, too: those that it has at the moment when
-- somebody asks.
ALTER TABLE role_grant ADD COLUMN subcommittees boolean NOT NULL DEFAULT false;

-- The committees in which a grant holds: its own (NULL: every one) and, where it says so, all under
-- it, at any depth.
CREATE FUNCTION covered(own text, with_subcommittees boolean) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
  WITH RECURSIVE under (id) AS (
    SELECT own COLLATE "C"
    UNION
    SELECT c.id FROM committee AS c JOIN under ON c.parent = under.id WHERE with_subcommittees
  )
  SELECT array_agg(id ORDER BY id) FROM under;
END;

CREATE OR REPLACE FUNCTION roles_held(of_person text, day date) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT coalesce(string_agg(g.role || ':' || coalesce(g.member, '') || ':' || coalesce(c.id, ''),
                             ','), '')
  FROM role_grant AS g
  CROSS JOIN LATERAL unnest(CASE WHEN g.subcommittees THEN covered(g.committee, true)
                                 ELSE ARRAY[g.committee] END) AS c (id)
  WHERE g.person = of_person AND holds_on(day, g.from_day, g.until_day);
END;
