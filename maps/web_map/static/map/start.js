// The map itself.
export async function start(_app) {}
