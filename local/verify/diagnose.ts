import { isFromQueue } from '../ask/askTrace.ts';
import { isChat, type Row } from '../ask/row.ts';
import { Problem } from './problem.ts';

const hostRow = "the host's request row";
const parts: Readonly<Record<string, (row: Row) => boolean>> = {
  [hostRow]: ({ itemType }) => itemType === 'requests',
  generate_completion: ({ name }) => name === 'generate_completion',
  'the chat span': isChat,
  'the outcome line': ({ itemType }) => itemType === 'traces',
};

/** Throws a Problem that says which part of a trace is missing, and what that points to. */
export function requireWhole(rows: readonly Row[]): void {
  const missing = Object.keys(parts).filter(
    (part) => !rows.some((row) => parts[part]?.(row)) && !(part === hostRow && isFromQueue(rows)),
  );
  if (missing.length === 0) return;
  const hostOnly = rows.length > 0 && rows.every(({ itemType }) => itemType === 'requests');
  const message =
    rows.length === 0
      ? 'No row of the trace has arrived.'
      : hostOnly
        ? "Only the host's request row has arrived, and nothing from the worker."
        : `Parts of the trace are missing: ${missing.join(', ')}.`;
  throw new Problem(message, toRemedy(rows, missing, hostOnly), 'telemetry');
}

function toRemedy(rows: readonly Row[], missing: readonly string[], hostOnly: boolean): string {
  if (rows.length === 0) {
    return "Has the workspace reached its daily cap? Is APPLICATIONINSIGHTS_CONNECTION_STRING that of this resource? The app's identity needs Monitoring Metrics Publisher on it (a new role takes up to 30 minutes).";
  }
  if (hostOnly) {
    return "The worker is dark, or its telemetry is refused: check AZURE_CLIENT_ID, and that the app's identity has Monitoring Metrics Publisher on the resource.";
  }
  if (missing[0] === hostRow && missing.length === 1) {
    return 'The telemetry of the host is refused: check that APPLICATIONINSIGHTS_AUTHENTICATION_STRING is ClientId=<client ID of the identity>;Authorization=AAD, and telemetryMode in host.json.';
  }
  return 'Try again in a few minutes; with TELEMETRY_SAMPLING_RATIO below 1 whole traces are left out on purpose.';
}
