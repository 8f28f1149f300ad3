// questions
export function start(_app) {}
