-- Decisions after voting. What a decision says is the event that recorded it, said once; here stands
-- what is looked for.

CREATE TABLE decision (
  ballot    text NOT NULL REFERENCES ballot,
  number    integer NOT NULL,                 -- 1, 2, ...: the highest stands, none is changed
  committee text NOT NULL,
  result    bigint NOT NULL REFERENCES event, -- the event that recorded the tally on which it rests
  event     bigint NOT NULL REFERENCES event,
  first_due date,                             -- of what is due and not done by the decision itself
  PRIMARY KEY (ballot, number)
);
CREATE INDEX ON decision (committee);

-- What is due after it, where the day is known.
CREATE TABLE decision_due (
  ballot text NOT NULL,
  number integer NOT NULL,
  due    text NOT NULL,     -- placet.ballots.v1.DecisionDue.id
  day    date NOT NULL,
  done   boolean NOT NULL,  -- by the decision itself
  PRIMARY KEY (ballot, number, due),
  FOREIGN KEY (ballot, number) REFERENCES decision
);

-- An objection is the decision's event with it: the newest is what the decision says now.
CREATE TABLE objection (
  ballot text NOT NULL,
  number integer NOT NULL,
  member text NOT NULL,
  event  bigint NOT NULL REFERENCES event,
  PRIMARY KEY (ballot, number, member),
  FOREIGN KEY (ballot, number) REFERENCES decision
);
