import { useEffect, useState } from 'preact/hooks';
import type { Caller, Conversation, ErrorCode, GroupList, Job } from '../../api.ts';
import { backToList } from '../backToList.tsx';
import { useCommands } from '../keys/useCommands.ts';
import { type GroupName, isGroups, Lists } from '../Lists.tsx';
import { useJson } from '../request.ts';
import { CopyNote, copyText } from '../text/copy.tsx';
import { CallerTimesBar } from './CallerTimesBar.tsx';
import { callerTimes, isAllTime, toCallersQuery } from './callerTimes.ts';
import {
  type GroupRow,
  toCallerRow,
  toConversationRow,
  toErrorRow,
  toJobRow,
} from './groupRows.tsx';
import { useListKeys } from './useListKeys.ts';

const pageLength = 200;
const most = 1_000;
const everyMs = 5_000;

const whats: Record<GroupName, string> = {
  conversations:
    'A call belongs to a conversation by gen_ai.conversation.id; Callspan takes it from x-conversation-id.',
  jobs: 'A job is accepted at once and run from the queue.',
  callers:
    'A call belongs to a caller by app.caller; the dearest comes first. A day of a caller’s limits is one of UTC.',
  errors:
    'Each call to a model or a tool that ended so is an error, also when a retry made it good; failed are the calls that did not recover.',
};

/** `/conversations`, `/jobs`, `/callers` and `/errors`: all that is kept, that of the newest call first; callers by cost, and of the times that the URL names. */
export function GroupsPage({ id }: { id: string }) {
  const name = isGroups(id) ? id : 'errors';
  const [limit, setLimit] = useState(pageLength);
  const [now, setNow] = useState(Date.now);
  const times = name === 'callers' ? toCallersQuery(callerTimes.value, now) : '';
  // `at` makes the URL another, so that it is asked again.
  const { value, error } = useJson<Answer>(`/api/${name}?${times}&limit=${limit}&at=${now}`);
  const rows = value && toRows(name, value);
  const table = useListKeys();
  useEffect(() => {
    const timer = setInterval(() => {
      const isRead = table.current?.contains(document.activeElement);
      if (!document.hidden && !isRead) setNow(Date.now()); // no row moves under the focus
    }, everyMs);
    return () => clearInterval(timer);
  }, [name]);
  useCommands({ back: backToList, copyLink: () => void copyText(location.href, 'Link') });
  return (
    <main class="page groups" ref={table}>
      <h1>{name}</h1>
      <Lists />
      <p class="dim">{whats[name]}</p>
      {name === 'callers' && <CallerTimesBar />}
      {error !== undefined && error.status > 0 && (
        <p class="error" role="alert">
          {error.message}
        </p>
      )}
      {rows?.length === 0 && <p role="status">{toNone(name)}</p>}
      {rows !== undefined && rows.length > 0 && <GroupTable rows={rows} />}
      {value?.more && limit < most && (
        <button type="button" onClick={() => setLimit(most)}>
          show more
        </button>
      )}
      <CopyNote />
    </main>
  );
}

/** Says why a list is empty. */
function toNone(name: GroupName): string {
  if (name !== 'callers') return `No ${name} yet.`;
  return isAllTime(callerTimes.value)
    ? 'No callers yet: they come from an app that sends app.caller, as Callspan does with CALLERS set.'
    : 'No call of these times names a caller.';
}

type Answer = GroupList<Conversation> | GroupList<Job> | GroupList<Caller> | GroupList<ErrorCode>;

/** The answer is of the kind that was asked for. */
function toRows(name: GroupName, { items }: Answer): readonly GroupRow[] {
  if (name === 'conversations') return (items as readonly Conversation[]).map(toConversationRow);
  if (name === 'jobs') return (items as readonly Job[]).map(toJobRow);
  if (name === 'callers')
    return (items as readonly Caller[]).map((each) => toCallerRow(each, callerTimes.value));
  return (items as readonly ErrorCode[]).map(toErrorRow);
}

function GroupTable({ rows }: { rows: readonly GroupRow[] }) {
  const names = Object.keys(rows[0] ?? {});
  const look = (name: string) =>
    name === 'about' ? 'text' : name === 'state' ? 'left' : undefined;
  return (
    <table>
      <thead>
        <tr>
          {names.map((name) => (
            <th key={name} scope="col" class={look(name)}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {names.map((name) => (
              <td key={name} class={look(name)} data-name={name}>
                {row[name]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
