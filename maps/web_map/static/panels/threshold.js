// threshold
export function start(_app) {}
