export function Similar(_: any) { return null; }
