import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Row } from '../../../../local/ask/row.ts';
import { listen } from '../../../../local/process/listen.ts';
import { makeCertificate } from '../../../e2e/certificate.ts';
import { checkQuery } from '../../../infra/kusto.ts';
import { schemas } from '../../../infra/schema.ts';

/** Of Azure, what a test decides. */
export interface AzureState {
  /** The names that the logs answer to. */
  schema: keyof typeof schemas;
  /** Refusals still to come, with 403. */
  refusals: { arm: number; logs: number };
  /** Rows that have not come yet, by the number of answers so far. */
  isHidden: (row: Row, answers: number) => boolean;
  /** The next answers of the logs tell of an error beside their rows. */
  partial: boolean;
  functions: readonly string[];
  /** What the logs answer to any query, with its timespan, in place of rows. */
  answer?: (query: string, timespan: string) => Promise<[status: number, body: unknown]>;
}

/** The names of the site and of the component, the key and the token that this Azure knows. */
export const known = {
  site: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/func-1',
  component: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Insights/components/appi-1',
  key: 'canary-function-key',
  token: 'canary-token',
};

/**
 * Azure Resource Manager and the query API of its logs, on loopback: queries are checked by Microsoft's own language service,
 * and answered in the service's wire format with the rows that `readTraces` gives for a session.
 */
export async function startAzure(readTraces: (session: string) => Promise<readonly Row[]>) {
  const certificate = await makeCertificate();
  setDefaultCACertificates([...getCACertificates(), certificate.cert]); // tokens go over https only
  const fresh = (): AzureState => ({
    schema: 'component',
    refusals: { arm: 0, logs: 0 },
    isHidden: () => false,
    partial: false,
    functions: [],
  });
  let state = fresh();
  let answers = 0;
  const asked: string[] = [];

  const answer = async (incoming: IncomingMessage): Promise<[status: number, body: unknown]> => {
    const { pathname } = new URL(`${incoming.url}`, 'https://localhost');
    asked.push(`${incoming.method} ${pathname}`);
    const body = await text(incoming);
    if (incoming.headers.authorization !== `Bearer ${known.token}`) return refusal(401);
    switch (`${incoming.method} ${pathname}`) {
      case `POST ${known.site}/host/default/listkeys`:
        if (state.refusals.arm-- > 0) return refusal(403);
        return [200, { masterKey: 'canary-master', functionKeys: { default: known.key } }];
      case `GET ${known.site}/functions`:
        return [200, { value: state.functions.map((name) => ({ name: `func-1/${name}` })) }];
      case `POST /v1${known.component}/query`:
        if (state.refusals.logs-- > 0) return refusal(403);
        if (state.answer !== undefined) {
          const { query: kql, timespan } = JSON.parse(body);
          return await state.answer(kql, timespan);
        }
        return await query(JSON.parse(body).query);
      default:
        return refusal(404);
    }
  };
  const query = async (kql: string): Promise<[status: number, body: unknown]> => {
    const { problems, columns } = checkQuery(kql, schemas[state.schema]);
    if (problems.length > 0) return [400, semanticError];
    const [, session = ''] = /let session = '([^']*)'/.exec(kql) ?? [];
    const all = await readTraces(session);
    const isWanted = ({ session_Id, customDimensions }: Row) =>
      (/\b(session_Id|SessionId) == session\b/.test(kql) && session_Id === session) ||
      (/\['faas\.invocation_id'\]\) == session\b/.test(kql) &&
        customDimensions['faas.invocation_id'] === session);
    const operations = new Set(all.filter(isWanted).map(({ operation_Id }) => operation_Id));
    const rows = all.filter(
      (row) => operations.has(row.operation_Id) && !state.isHidden(row, answers),
    );
    answers += 1;
    const table = {
      name: 'PrimaryResult',
      columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
      rows: rows.map((row) => {
        const cells = state.schema === 'component' ? toComponent(row) : toWorkspace(row);
        return Object.entries(columns).map(([name, type]) => toCell(cells[name], type));
      }),
    };
    const error = { code: 'PartialError', message: 'There were some errors.' };
    return [200, { tables: [table], ...(state.partial ? { error } : {}) }];
  };

  const server = createServer(
    { key: certificate.key, cert: certificate.cert },
    (incoming, outgoing) => {
      answer(incoming).then(
        ([status, body]) => {
          outgoing.writeHead(status, { 'content-type': 'application/json' });
          outgoing.end(JSON.stringify(body));
        },
        () => outgoing.destroy(), // no rows in time, or the app is gone
      );
    },
  );
  const port = await listen(server, 0);
  return {
    armEndpoint: `https://localhost:${port}`,
    logsEndpoint: `https://localhost:${port}/v1`,
    /** What it was asked for so far: `POST /path`. */
    asked,
    /** Makes it as new, but for what is given. */
    become(changes: Partial<AzureState>) {
      state = { ...fresh(), ...changes };
      answers = 0;
      asked.length = 0;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await certificate.remove();
    },
  };
}

function refusal(status: number): [number, unknown] {
  return [status, { error: { code: 'Refused', message: 'canary-foreign-text' } }];
}

/** As the service says it of a table or column that it does not know. */
const semanticError = {
  error: {
    code: 'BadArgumentError',
    message: 'The request had some invalid properties',
    innererror: {
      code: 'SemanticError',
      message: 'A semantic error occurred.',
      innererror: { code: 'SEM0100', message: "Failed to resolve 'canary-foreign-text'" },
    },
  },
};

function toComponent(row: Row): Record<string, unknown> {
  return { ...row, itemType: row.itemType.replace(/ies$/, 'y').replace(/s$/, '') };
}

function toWorkspace(row: Row): Record<string, unknown> {
  const { itemType } = row;
  return {
    TimeGenerated: row.timestamp,
    Type: `App${itemType.charAt(0).toUpperCase()}${itemType.slice(1)}`,
    OperationId: row.operation_Id,
    ParentId: row.operation_ParentId,
    OperationName: row.operation_Name,
    Id: row.id,
    Name: row.name,
    DependencyType: itemType === 'dependencies' ? row.type : undefined,
    ExceptionType: itemType === 'exceptions' ? row.type : undefined,
    Target: row.target,
    DurationMs: row.duration,
    Success: row.success === undefined ? undefined : row.success === 'True',
    ResultCode: row.resultCode,
    SessionId: row.session_Id,
    AppRoleName: row.cloud_RoleName,
    Message: row.message,
    OuterMessage: row.outerMessage,
    Properties: row.customDimensions,
    Measurements: row.customMeasurements,
  };
}

/** A value on the wire: there is no absent text in KQL, and what is dynamic travels as text. */
function toCell(value: unknown, type: string): unknown {
  if (value === undefined || value === null) return type === 'string' ? '' : null;
  return type === 'dynamic' ? JSON.stringify(value) : value;
}
