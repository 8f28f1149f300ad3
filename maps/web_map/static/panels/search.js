// search
export function start(_app) {}
