export function ImportTab(_: any) { return null; }
