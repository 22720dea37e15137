import { AskError } from '../ask/askTrace.ts';
import { type Patience, Problem } from './problem.ts';

type Said = readonly [message: string, remedy: string, patience?: Patience];

const byCode: Readonly<Record<string, Said>> = {
  model_unauthorized: [
    'The model refuses the app.',
    "The app's identity needs the role Cognitive Services OpenAI User on the Foundry account (a new one takes up to 30 minutes); where a key is used, check AZURE_AI_INFERENCE_KEY.",
    'roles',
  ],
  model_not_found: [
    'There is no such model.',
    'Check AZURE_OPENAI_DEPLOYMENT_NAME against the deployments of the account; a retired model must be replaced.',
  ],
  rate_limit_exceeded: [
    'The model is busy.',
    'Give the deployment more capacity, as far as the quota of the subscription goes, or wait a minute.',
    'brief',
  ],
  model_unavailable: [
    'The model cannot be reached.',
    'Check AZURE_AI_INFERENCE_ENDPOINT, and that the network lets the app reach it.',
    'brief',
  ],
  model_timeout: [
    'The model took too long.',
    'Check AZURE_AI_INFERENCE_ENDPOINT and the network; a slow model needs a longer HTTP_DEADLINE_SECONDS.',
    'brief',
  ],
  model_bad_response: [
    'The answer of the model cannot be read.',
    'Check that AZURE_AI_INFERENCE_ENDPOINT is an OpenAI-v1 endpoint: it ends in /openai/v1 in Azure.',
    'brief',
  ],
  invalid_api_key: [
    'The app refuses the key.',
    'CALLSPAN_API_KEY takes the key of one of its callers: `npm run -s callers -- add NAME` makes one.',
  ],
  caller_rate_limited: [
    'The caller has used up its minute.',
    'Wait a minute, or set CALLSPAN_API_KEY to the key of another caller.',
    'brief',
  ],
  caller_budget_exceeded: [
    'The caller has used up its day.',
    'Set CALLSPAN_API_KEY to the key of another caller, or raise the limit: `npm run -s callers -- limit NAME`.',
    'brief',
  ],
  internal_error: [
    'The app failed while it answered.',
    'Look at the exception in its trace, and report it.',
    'brief',
  ],
  storage_unavailable: [
    'The app cannot use its storage.',
    "The app's identity needs Storage Blob Data Owner on the account and Storage Queue Data Contributor on the queues (a new role takes up to 30 minutes).",
    'roles',
  ],
  retries_exhausted: [
    'Every delivery of the message failed.',
    'Look for the cause in the traces of the job (app.job).',
  ],
};

/** The meaning of an error code for the deployer. */
export function fromCode(code: string | undefined): Problem {
  const [message, remedy, patience] = (code !== undefined && byCode[code]) || [
    'The question was refused.',
    'Its trace shows the call.',
  ];
  return new Problem(`${message}${code ? ` (${code})` : ''}`, remedy, patience);
}

/** The meaning of an answer from the platform in front of the app; undefined: there was no answer. */
export function fromStatus(status: number | undefined): Problem {
  const is = (message: string, remedy: string, patience?: Patience) =>
    new Problem(message, remedy, patience);
  if (status === undefined) {
    return is(
      'The app does not answer.',
      'Check its address, and that it runs: locally by `npm start`.',
      'brief',
    );
  }
  if (status === 401 || status === 403) {
    return is(
      `The app refuses the call (${status}).`,
      'Check the function key (CALLSPAN_KEY), and that the app takes calls from this network.',
      'brief',
    );
  }
  if (status === 404) {
    return is(
      'The app has no such function (404).',
      'Deploy it again; its log stream says why functions do not load.',
      'brief',
    );
  }
  if (status >= 500) {
    return is(
      `The app is not up (${status}).`,
      "Its host needs Storage Blob Data Owner on its storage to start (a new role takes up to 30 minutes); else the app's log stream says why.",
      'roles',
    );
  }
  return is(`Something other than this app answers (${status}).`, 'Check the address of the app.');
}

/** The reason that the app itself did not answer a question. */
export function fromThrown(thrown: unknown): unknown {
  if (thrown instanceof AskError) return fromStatus(thrown.status);
  // The deadline of a call, and a broken socket.
  if (thrown instanceof DOMException || thrown instanceof TypeError) return fromStatus(undefined);
  return thrown;
}
