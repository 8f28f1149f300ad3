// take_away
export function start(_app) {}
