import type { Operation } from '../../api.ts';

/** Which function ran and by what: ⇄ HTTP, ✉ queue. Of other apps, the name of the operation. */
export function FunctionName({
  call: { function: name, trigger, name: operation },
}: {
  call: Operation;
}) {
  return (
    <span class="cut" title={name === null ? operation : `${name}: ${operation}`}>
      {trigger !== null && (
        <>
          <span class="dim" aria-hidden="true">
            {trigger === 'http' ? '⇄' : '✉'}
          </span>
          <span class="visually-hidden">{trigger}</span>{' '}
        </>
      )}
      {name ?? operation}
    </span>
  );
}
