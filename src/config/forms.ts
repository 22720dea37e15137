import { callerName as callerNameForm, guid } from '../values/forms.ts';

/** The form of a setting's text. */
export interface Form {
  readonly pattern: RegExp;
  /** Ends the sentence that begins with the setting's name. */
  readonly rule: string;
}

/** A deployment's name, as in a request. */
export const modelName: Form = {
  pattern: /^[^\s,\p{C}]{1,256}$/u,
  rule: 'must be the name of a deployment, without blanks and commas',
};

/** A value that fits into an HTTP header. */
export const headerValue: Form = {
  pattern: /^[\x21-\x7e]+$/,
  rule: 'must be visible ASCII, without blanks',
};

/** Client ID of an identity. */
export const clientId: Form = {
  pattern: guid,
  rule: 'must be the client ID of an identity, a GUID',
};

/** Sign-in of a connection of the Functions host: the only one that works in Azure without a secret. */
export const managedIdentity: Form = {
  pattern: /^managedidentity$/i,
  rule: 'must be managedidentity',
};

/** A caller's name, as telemetry and tables have it. */
export const callerName: Form = {
  pattern: callerNameForm,
  rule: 'must be 1 to 64 of a-z, 0-9 and "-", and no hash',
};

/** Whether a value has the form of a SHA-256 in hex. */
export function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value);
}
