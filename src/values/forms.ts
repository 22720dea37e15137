/** A name that a caller may give a job or a conversation. */
export const callersName = /^[A-Za-z0-9._:-]{1,128}$/;

/** The name of a caller, as `CALLERS` and telemetry have it. */
export const callerName = /^[a-z0-9-]{1,64}$/;

/** A GUID, as Azure writes it. */
export const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
