import { guid } from '../values/forms.ts';

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
