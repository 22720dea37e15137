import { guid } from '../values/forms.ts';

/** What a setting's text must look like. */
export interface Form {
  readonly pattern: RegExp;
  /** Ends the sentence that begins with the setting's name. */
  readonly rule: string;
}

/** A deployment, as a request may name it. */
export const modelName: Form = {
  pattern: /^[^\s,\p{C}]{1,256}$/u,
  rule: 'must be the name of a deployment, without blanks and commas',
};

/** What an HTTP header can carry. */
export const headerValue: Form = {
  pattern: /^[\x21-\x7e]+$/,
  rule: 'must be visible ASCII, without blanks',
};

/** Of an identity. */
export const clientId: Form = {
  pattern: guid,
  rule: 'must be the client ID of an identity, a GUID',
};

/** How a connection of the Functions host signs in, the one way that works in Azure without a secret. */
export const managedIdentity: Form = {
  pattern: /^managedidentity$/i,
  rule: 'must be managedidentity',
};
