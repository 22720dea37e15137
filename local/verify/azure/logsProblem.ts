import { isRestError } from '@azure/core-rest-pipeline';
import { Problem } from '../problem.ts';
import { queryCodeOf } from './queryCode.ts';

/** Whether a query was refused for a table or column that the resource does not know (`SEM0100`), at any depth. */
export function isUnknownName(thrown: unknown): boolean {
  return queryCodeOf(thrown) === 'SEM0100';
}

/** What the logs of Azure refused, as a Problem; anything else as it is. */
export function toLogsProblem(thrown: unknown): unknown {
  if (!isRestError(thrown)) return thrown;
  const { statusCode: status } = thrown;
  if (status === 401 || status === 403) {
    return new Problem(
      `Application Insights refuses you (${status}).`,
      'You need the role Monitoring Reader on the component; a new one takes up to 30 minutes.',
      'roles',
    );
  }
  if (status === 404) {
    return new Problem(
      'There is no Application Insights with this resource ID (404).',
      'Check the ID: /subscriptions/…/providers/Microsoft.Insights/components/….',
      'brief',
    );
  }
  if (isUnknownName(thrown)) {
    return new Problem(
      'Application Insights knows neither requests nor AppRequests.',
      'Its tables may be too new: try again in a few minutes.',
      'telemetry',
    );
  }
  return new Problem(
    `Application Insights does not answer${status === undefined ? '' : ` as it should (${status})`}.`,
    'Check the network; look at the resource in the portal.',
    status === 400 ? 'none' : 'brief',
  );
}
