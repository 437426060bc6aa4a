// What a verification says: steps, each with what was computed and with what does not hold.

// What is wrong; texts/record.ts has a sentence for each.
export type Wrong =
  | 'differs'
  | 'twice'
  | 'unread'
  | 'keyMissing'
  | 'keyOther'
  | 'signature'
  | 'headForm'
  | 'noteForm'
  | 'noteOther'
  | 'witnessForm'
  | 'headsDiffer'
  | 'leafForm'
  | 'notIncluded'
  | 'otherLog'
  | 'notConsistent'
  | 'noProof'
  | 'dropped'
  | 'rowUnread'
  | 'rowMissing'
  | 'rowUnknown'
  | 'noBallot'
  | 'ballotBefore'
  | 'notInHead'
  | 'notCounted'
  | 'noHead'
  | 'headNotThere';

export interface Finding {
  sequence: bigint; // of the event; 0: none in particular
  place: string; // table, row, column; or field
  wrong: Wrong;
  found: string;
  expected: string;
}

export type StepId =
  'key' | 'signature' | 'leaf' | 'inclusion' | 'heads' | 'consistency' | 'receipts' | 'versions' | 'counted' | 'rows' | 'recount';

export interface Step {
  id: StepId;
  state: 'holds' | 'fails' | 'unsure' | 'notDone';
  said: string; // key of a sentence on how far this step went, with its values
  values: Record<string, string | number>;
  computed: { what: string; value: string }[]; // `what`: key of a word
  findings: Finding[];
}

export class Report {
  readonly steps: Step[] = [];

  // Begins a step; what is found from now on belongs to it.
  begin(id: StepId, said: string = id, values: Step['values'] = {}): Step {
    const step: Step = { id, state: 'holds', said, values, computed: [], findings: [] };
    this.steps.push(step);
    return step;
  }

  add(sequence: bigint, place: string, wrong: Wrong, found = '', expected = ''): void {
    const step = this.steps.at(-1)!;
    step.state = 'fails';
    step.findings.push({ sequence, place, wrong, found, expected });
  }

  // A finding unless both are the same.
  same(sequence: bigint, place: string, found: string, expected: string): void {
    if (found !== expected) this.add(sequence, place, 'differs', found, expected);
  }

  computed(what: string, value: string): void {
    this.steps.at(-1)!.computed.push({ what, value });
  }

  get findings(): Finding[] {
    return this.steps.flatMap((step) => step.findings);
  }
}
