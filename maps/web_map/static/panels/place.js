// place
export function start(_app) {}
