-- Experts take part in a group: the scope of their role.
ALTER TABLE role_grant
  ADD COLUMN "group" text COLLATE "C",
  ADD FOREIGN KEY (committee, "group") REFERENCES committee_group;
