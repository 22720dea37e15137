import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { ErrorCode, GroupList, Operation, OperationList, Stats } from '../../api.ts';
import { formatCount, formatMoney, formatSpan } from '../../format.ts';
import { useListKeys } from '../groups/useListKeys.ts';
import { callHref } from '../location.ts';
import { useJson } from '../request.ts';
import { toClock } from '../text/Time.tsx';

const most = 5;

/** The codes with most errors, and the calls that took longest and cost most; `asked` and `shown` are queries of the receiver and of `/calls`. While the list is read they are held, until `choice` is another. */
export function TopLists({
  choice,
  asked,
  shown,
  total,
}: {
  choice: string;
  asked: string;
  shown: string;
  total: Stats['total'];
}) {
  const lists = useListKeys();
  const held = useRef({ choice, asked });
  const isRead = lists.current?.matches(':hover, :focus-within') && held.current.choice === choice;
  if (!isRead) held.current = { choice, asked };
  const query = `${held.current.asked}&limit=${most}`;
  const errors = useJson<GroupList<ErrorCode>>(`/api/errors?${query}&sort=count`).value?.items;
  const slowest = useJson<OperationList>(`/api/operations?${query}&sort=duration`).value?.items;
  const dearest = useJson<OperationList>(`/api/operations?${query}&sort=cost`).value?.items;
  return (
    <section class="tops" ref={lists} aria-label="Top calls">
      <Top
        title="Top errors"
        more="/errors"
        none={total.failed === 0 ? <Good>No call failed.</Good> : 'No call that failed says why.'}
        rows={errors?.map(({ code, count, last }) => [
          <a href={`/calls?${shown}&code=${encodeURIComponent(code)}`}>{code}</a>,
          `${formatCount(count)} ×`,
          <When at={last} />,
        ])}
      />
      <Top
        title="Slowest calls"
        more={`/calls?${shown}&sort=duration`}
        none="No call has ended yet."
        rows={slowest?.flatMap((call) =>
          call.durationMs === null ? [] : [toCells(call, formatSpan(call.durationMs))],
        )}
      />
      <Top
        title="Dearest calls"
        more={`/calls?${shown}&sort=cost`}
        none={toNoCost(total)}
        note={toUnpriced(total.unpriced)}
        rows={dearest?.flatMap((call) =>
          call.costUsd ? [toCells(call, formatMoney(call.costUsd))] : [],
        )}
      />
    </section>
  );
}

function toUnpriced(calls: number): string {
  if (calls === 0) return '';
  return `${formatCount(calls)} unpriced ${calls === 1 ? 'call is' : 'calls are'} not in it.`;
}

function toNoCost({ costUsd, unpriced }: Stats['total']): ComponentChildren {
  if (costUsd === 0) return <Good>Every call that has a price was free.</Good>;
  return unpriced > 0 ? 'No call has a price: MODEL_PRICES, or --prices.' : 'No call used tokens.';
}

function Good({ children }: { children: ComponentChildren }) {
  return (
    <>
      <span class="ok" aria-hidden="true">
        ✓
      </span>{' '}
      {children}
    </>
  );
}

function Top({
  title,
  more,
  rows,
  none,
  note,
}: {
  title: string;
  more: string;
  /** The cells of each, the first of which leads on; undefined until they are known. */
  rows: readonly (readonly ComponentChildren[])[] | undefined;
  none: ComponentChildren;
  note?: ComponentChildren;
}) {
  return (
    <div class="top-list">
      <h2>{title}</h2>
      {rows !== undefined && rows.length > 0 && (
        <>
          <a class="more" href={more} aria-label={`more: ${title}`}>
            more
          </a>
          <table aria-label={title}>
            <tbody>
              {rows.map((cells, index) => (
                <tr key={index}>
                  {cells.map((cell, place) => (
                    <td key={place}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {rows?.length === 0 && <p>{none}</p>}
      {rows !== undefined && rows.length > 0 && note && <p class="dim">{note}</p>}
    </div>
  );
}

/** What a call was about, else its name, as the way to it; when it was, and its amount. */
function toCells(call: Operation, amount: string): readonly ComponentChildren[] {
  const text = call.about === null ? call.name : `“${call.about}”`;
  const failed = call.success === 'False';
  return [
    <a href={callHref(call)} title={`${text} · ${call.outcome}`}>
      {failed && (
        <span class="error">
          ✕<span class="visually-hidden"> failed</span>{' '}
        </span>
      )}
      {text}
    </a>,
    <When at={call.timestamp} />,
    amount,
  ];
}

function When({ at }: { at: string }) {
  return <span class="dim">{toClock(at)}</span>;
}
