import { formatSpan } from '../../format.ts';
import { DurationCell, toScale } from '../calls/table/DurationCell.tsx';
import { useListKeys } from '../groups/useListKeys.ts';
import { Cost, Tokens, Unknown } from '../text/amounts.tsx';
import { Outcome } from '../text/Outcome.tsx';
import { Time } from '../text/Time.tsx';
import type { Numbered } from './ComparePage.tsx';
import { refHref } from './refHref.ts';

/** The calls over each other on one scale of time, and what each used. */
export function Bars({ calls }: { calls: readonly Numbered[] }) {
  const list = useListKeys();
  const scaleMs = toScale(
    calls.map(({ operation }) => operation),
    Date.now(),
  );
  return (
    <section ref={list} aria-label="The calls on one scale of time">
      <table class="compare-bars">
        <thead>
          <tr>
            <th scope="col">call</th>
            <th scope="col">outcome</th>
            <th scope="col">time</th>
            <th scope="col" class="wide">
              duration
            </th>
            <th scope="col">first token</th>
            <th scope="col">tokens</th>
            <th scope="col">cost</th>
          </tr>
        </thead>
        <tbody>
          {calls.map(({ number, ref, operation }) => (
            <tr key={number}>
              <th scope="row">
                <a href={refHref(ref)} title={operation.about ?? operation.name}>
                  call {number}
                </a>
              </th>
              <td>
                <Outcome outcome={operation.outcome} failed={operation.success === 'False'} />
              </td>
              <td>
                <Time at={operation.timestamp} />
              </td>
              <td>
                <div class="duration">
                  <DurationCell call={operation} scaleMs={scaleMs} />
                </div>
              </td>
              <td>
                {operation.timeToFirstTokenMs === null ? (
                  <Unknown why="not streamed, or none has come" />
                ) : (
                  <>◆ {formatSpan(operation.timeToFirstTokenMs)}</>
                )}
              </td>
              <td>
                <Tokens
                  input={operation.inputTokens}
                  output={operation.outputTokens}
                  cached={operation.cachedInputTokens}
                />
              </td>
              <td>
                <Cost
                  least
                  usd={operation.costUsd}
                  unpriced={operation.priced ? 0 : 1}
                  models={[operation.fallbackModel ?? operation.model ?? 'its model']}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
