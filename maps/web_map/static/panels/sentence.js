// sentence
export function start(_app) {}
