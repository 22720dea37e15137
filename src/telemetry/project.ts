import { AIProjectClient } from '@azure/ai-projects';
import type { TokenCredential } from '@azure/core-auth';

/**
 * The connection string of the Application Insights resource connected to a Foundry project: two calls and a
 * token. Rejects when none is connected, the identity may not read it, or the project does not answer. The
 * calling function bounds the wait and must not pass the foreign error on.
 */
export function readProjectConnectionString(
  projectEndpoint: string,
  credential: TokenCredential,
): Promise<string> {
  const project = new AIProjectClient(projectEndpoint, credential);
  return project.telemetry.getApplicationInsightsConnectionString();
}
