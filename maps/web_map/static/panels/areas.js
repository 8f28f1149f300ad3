// areas
export function start(_app) {}
