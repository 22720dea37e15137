import type { Health } from '../../api.ts';
import { formatSpan } from '../../format.ts';
import { useNow } from '../useNow.ts';

/** What the built-in host runs at this moment: a call shows among the calls only when its first row has come. */
export function Running({ running }: { running: Health['running'] }) {
  const now = useNow(1_000, running.length > 0);
  if (running.length === 0) return null;
  return (
    <section aria-labelledby="running">
      <h2 id="running">Running now</h2>
      <table class="running">
        <thead>
          <tr>
            <th scope="col">Function</th>
            <th scope="col">For</th>
            <th scope="col">Session</th>
          </tr>
        </thead>
        <tbody>
          {running.map(({ id, function: name, since }) => (
            <tr key={id}>
              <td>{name}</td>
              <td>{formatSpan(Math.max(0, now - Date.parse(since)))}</td>
              <td>
                <a class="mono" href={`/sessions/${encodeURIComponent(id)}`}>
                  {id}
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
