import type { Info } from '../../api.ts';
import { CopyCommand } from './CopyCommand.tsx';

/** What to do for the first call; the list takes its place when one comes. */
export function NoneYet({ info }: { info: Info | undefined }) {
  return (
    <div class="no-calls">
      <h2>No calls yet</h2>
      <p>
        Ask one in <a href="/try">Try it</a>
        {info?.app ? ', or run:' : '.'}
      </p>
      {info?.app && <CopyCommand text={toCurl(info.app)} />}
      {info && (
        <>
          <p>Or point any app that speaks to Application Insights here:</p>
          <CopyCommand text={`APPLICATIONINSIGHTS_CONNECTION_STRING="${info.connectionString}"`} />
          <p>Or one that sends OpenTelemetry:</p>
          <CopyCommand text={`OTEL_EXPORTER_OTLP_ENDPOINT="${info.otlpEndpoint}"`} />
        </>
      )}
      <p class="dim" role="status">
        <span class="waiting" aria-hidden="true" /> Waiting for the first; this page moves on by
        itself.
      </p>
    </div>
  );
}

function toCurl(app: string): string {
  const body = JSON.stringify({ messages: [{ role: 'user', content: 'Say hello' }] });
  return `curl ${app}/api/v1/chat/completions -H 'content-type: application/json' -d '${body}'`;
}
