/** An error in one line for the user, without any value of a setting. */
export class CallersError extends Error {}
