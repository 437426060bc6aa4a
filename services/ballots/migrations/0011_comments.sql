-- How far the comments on each ballot's draft are: a copy kept by following the events of commentsd.

CREATE TABLE comment_position (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),  -- there is one row
  sequence bigint NOT NULL
);
INSERT INTO comment_position (sequence) VALUES (0);

CREATE TABLE comment_standing (
  ballot   text PRIMARY KEY REFERENCES ballot,
  standing jsonb NOT NULL  -- placet.ballots.v1.CommentStanding
);
