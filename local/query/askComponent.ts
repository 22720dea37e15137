import { readAzdValues } from '../verify/azure/azdValues.ts';
import { createCredential } from '../verify/azure/credential.ts';
import { Problem } from '../verify/problem.ts';
import { askCloud } from './askCloud.ts';
import type { Table } from './formats.ts';
import { QueryError } from './queryError.ts';

/**
 * Runs a query over the Application Insights of a resource ID, or over that of the azd environment for `azd`, as the user who is
 * signed in. Throws a {@link QueryError}.
 */
export async function askComponent(
  app: string,
  query: string,
  timespan: string | undefined,
): Promise<Table> {
  const { id, tenant } = app === 'azd' ? await fromAzd() : { id: app, tenant: undefined };
  if (!/^\/subscriptions\/[^/]+\/.*\/components\/[^/]+$/i.test(id)) {
    throw new QueryError(
      '--app is neither azd nor a resource ID: /subscriptions/…/providers/Microsoft.Insights/components/….',
    );
  }
  return askCloud(id, query, timespan, createCredential(tenant ?? process.env.AZURE_TENANT_ID));
}

async function fromAzd() {
  const values = await readAzdValues(process.env).catch((thrown: unknown) => {
    if (!(thrown instanceof Problem)) throw thrown;
    throw new QueryError(`${thrown.message} ${thrown.remedy}`);
  });
  return { id: values.APPLICATIONINSIGHTS_RESOURCE_ID, tenant: values.AZURE_TENANT_ID };
}
