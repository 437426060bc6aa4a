-- Liaison representatives speak for one liaison of a committee: the scope of their role.
ALTER TABLE role_grant
  ADD COLUMN liaison text COLLATE "C",
  ADD FOREIGN KEY (committee, liaison) REFERENCES liaison;
