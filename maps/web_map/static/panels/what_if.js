// what_if
export function start(_app) {}
