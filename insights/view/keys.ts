/** What a key can ask for. */
export type Command =
  | 'search'
  | 'down'
  | 'up'
  | 'open'
  | 'back'
  | 'showNew'
  | 'pause'
  | 'nextError'
  | 'failedOnly'
  | 'previousTab'
  | 'nextTab'
  | 'fold'
  | 'unfold'
  | 'zoomIn'
  | 'zoomOut'
  | 'zoomReset'
  | 'trueScale'
  | 'raw'
  | 'sort'
  | 'reverse'
  | 'copyLink'
  | 'again'
  | 'keep'
  | 'theme'
  | 'help'
  | 'goCalls'
  | 'goConversations'
  | 'goJobs'
  | 'goCallers'
  | 'goErrors'
  | 'goRows'
  | 'goOverview'
  | 'goQuery'
  | 'goHealth'
  | 'goTry';

/** Every command's keys and what it does, in the order in which help lists them. */
export const keyTable: readonly {
  readonly keys: readonly string[];
  readonly command: Command;
  readonly does: string;
}[] = [
  { keys: ['/'], command: 'search', does: 'Search' },
  { keys: ['j', 'ArrowDown'], command: 'down', does: 'Next row; in an open call the next call' },
  {
    keys: ['k', 'ArrowUp'],
    command: 'up',
    does: 'Previous row; in an open call the previous call',
  },
  { keys: ['Enter'], command: 'open', does: 'Open' },
  { keys: ['Escape'], command: 'back', does: 'Clear, or back' },
  { keys: ['.'], command: 'showNew', does: 'Show new calls, or rows' },
  { keys: ['p'], command: 'pause', does: 'Pause, and go on' },
  { keys: ['e'], command: 'nextError', does: 'Next error' },
  { keys: ['x'], command: 'failedOnly', does: 'Failed rows only, in a call of 100 rows or more' },
  { keys: ['s'], command: 'sort', does: 'Sort by time, duration, tokens or cost' },
  { keys: ['r'], command: 'reverse', does: 'Turn the order round' },
  { keys: ['['], command: 'previousTab', does: 'Previous tab' },
  { keys: [']'], command: 'nextTab', does: 'Next tab' },
  { keys: ['ArrowLeft'], command: 'fold', does: 'Fold' },
  { keys: ['ArrowRight'], command: 'unfold', does: 'Unfold' },
  { keys: ['+'], command: 'zoomIn', does: 'Zoom in' },
  { keys: ['-'], command: 'zoomOut', does: 'Zoom out' },
  { keys: ['0'], command: 'zoomReset', does: 'Whole call; on Overview, fit to the data' },
  { keys: ['f'], command: 'trueScale', does: 'Fold long gaps on/off' },
  { keys: ['w'], command: 'raw', does: 'Messages as they came, or as what they mean' },
  { keys: ['c'], command: 'copyLink', does: 'Copy link' },
  { keys: ['a'], command: 'again', does: 'Run an open call again: its menu' },
  { keys: ['m'], command: 'keep', does: 'Keep an open call, and compare the next one with it' },
  { keys: ['g c'], command: 'goCalls', does: 'Calls' },
  { keys: ['g v'], command: 'goConversations', does: 'Conversations' },
  { keys: ['g j'], command: 'goJobs', does: 'Jobs' },
  { keys: ['g w'], command: 'goCallers', does: 'Callers: who asked' },
  { keys: ['g e'], command: 'goErrors', does: 'Errors' },
  { keys: ['g r'], command: 'goRows', does: 'Rows' },
  { keys: ['g o'], command: 'goOverview', does: 'Overview' },
  { keys: ['g q'], command: 'goQuery', does: 'Query' },
  { keys: ['g h'], command: 'goHealth', does: 'Health' },
  { keys: ['g t'], command: 'goTry', does: 'Try it' },
  { keys: ['t'], command: 'theme', does: 'Theme' },
  { keys: ['?'], command: 'help', does: 'These keys' },
];

/** What is read of a `KeyboardEvent`, and whether its target is one that takes text. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly typing: boolean;
}

/** What is kept from one key to the next: when `g` was pressed, in ms; undefined when it was not. */
export interface KeyState {
  readonly goSince: number | undefined;
}

/** What a key press asks for, if anything, and the state for the next one. */
export interface KeyResult {
  readonly command?: Command;
  readonly state: KeyState;
}

/** No key was pressed yet. */
export const noKeys: KeyState = { goSince: undefined };

/** The second key of `g x` must come within this many ms. */
const goMs = 1_500;

const commands = new Map(
  keyTable.flatMap(({ keys, command }) => keys.map((key) => [key, command] as const)),
);

/**
 * Reads a key press: nothing while typing or with Ctrl, Alt or Meta. With `characters` off, keys that write a character
 * do nothing either (WCAG 2.1.4), and arrows, Enter and Esc still work. `now` in ms.
 */
export function readKey(
  { goSince }: KeyState,
  { key, ctrlKey, altKey, metaKey, typing }: KeyPress,
  now: number,
  { characters }: { readonly characters: boolean },
): KeyResult {
  const isModifier = key === 'Shift';
  if (isModifier && !typing) return { state: { goSince } };
  if (typing || ctrlKey || altKey || metaKey) return { state: noKeys };
  if (key.length === 1 && !characters) return { state: noKeys };
  const going = goSince !== undefined && now - goSince <= goMs;
  if (key === 'g' && !going) return { state: { goSince: now } };
  const command = commands.get(going ? `g ${key}` : key);
  return command === undefined ? { state: noKeys } : { command, state: noKeys };
}

/** Whether an element takes text, or keys of its own. */
export function takesText(target: {
  readonly tagName?: string;
  readonly type?: string;
  readonly isContentEditable?: boolean;
}): boolean {
  const tag = target.tagName?.toUpperCase();
  if (target.isContentEditable || tag === 'TEXTAREA' || tag === 'SELECT') return true;
  return tag === 'INPUT' && !['button', 'checkbox', 'radio', 'submit'].includes(target.type ?? '');
}
