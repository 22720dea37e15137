import type { Operation } from '../../api.ts';
import { appIsThere } from '../appIsThere.ts';
import { callHref } from '../location.ts';
import { goOnHref, tryHref } from './tryHref.ts';

/** What can be done with a call while an app is there to be asked: go on after its answer, or change what failed; and run it again. */
export function TryLinks({ operation }: { operation: Operation }) {
  if (!appIsThere.value || operation.modelCalls === 0) return null;
  const failed = operation.success === 'False';
  return (
    <>
      <a href={failed ? tryHref(operation) : goOnHref(operation)}>
        {failed ? 'edit in Try it' : 'go on in Try it'} ›
      </a>
      <a href={callHref(operation)} title="Opens the call, which can be run again there">
        run again ›
      </a>
    </>
  );
}
