export async function compareQueues() {}
