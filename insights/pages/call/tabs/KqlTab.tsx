import { useState } from 'preact/hooks';
import type { Kql } from '../../../view/kql.ts';
import { copyText } from '../../text/copyText.ts';

const namings = [
  { name: 'applicationInsights', label: 'Application Insights', where: 'Logs of the resource' },
  { name: 'logAnalytics', label: 'Log Analytics', where: 'Logs of the workspace' },
] as const;

/** The query that finds the call in Azure, in the names of either place. */
export function KqlTab({ kql }: { kql: Kql }) {
  const [naming, setNaming] = useState<keyof Kql>('applicationInsights');
  const text = kql[naming];
  return (
    <div class="kql">
      <fieldset class="choices kql-tools" aria-label="Names of tables and columns">
        {namings.map(({ name, label, where }) => (
          <button
            type="button"
            key={name}
            aria-pressed={name === naming}
            title={where}
            onClick={() => setNaming(name)}
          >
            {label}
          </button>
        ))}
        <button type="button" class="primary" onClick={() => void copyText(text, 'KQL')}>
          Copy
        </button>
      </fieldset>
      <pre class="code">{text}</pre>
    </div>
  );
}
