/** An error in one line for the user. */
export class QueryError extends Error {}
