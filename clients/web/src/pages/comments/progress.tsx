export function ProgressTab(_: any) { return null; }
