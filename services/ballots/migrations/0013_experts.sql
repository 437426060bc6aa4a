-- Who the experts of a vote are. Events and votes have one entry for each expert, with nothing in it:
-- these rows can be erased, and events cannot. Votes from before have the names in both.
CREATE TABLE expert (
  ballot text   NOT NULL,
  member text   NOT NULL,
  event  bigint NOT NULL REFERENCES event,  -- of the version of the vote, or of the late vote
  people jsonb  NOT NULL,                   -- {"experts": [...]} as in the contract
  PRIMARY KEY (ballot, member, event)
);
