export function ConsensusTab(_: any) { return null; }
