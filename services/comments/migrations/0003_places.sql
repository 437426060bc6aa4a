-- A clause cell may name several places: "5.1 and 6.2", "3.1 - 3.4". `place` is the first, by which
-- comments are ordered; `further` holds the others as pairs, from a key and before another. Comments
-- that came before this have none.
ALTER TABLE comment ADD COLUMN further bytea[] NOT NULL DEFAULT '{}';
