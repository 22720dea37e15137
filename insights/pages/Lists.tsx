import { path } from './location.ts';

const lists = ['conversations', 'jobs', 'callers', 'errors'] as const;

/** What calls can be put together by; the name is also the page's path and the read interface's. */
export type GroupName = (typeof lists)[number];

/** Whether a part of a path is one of them. */
export function isGroups(name: string): name is GroupName {
  return lists.some((each) => each === name);
}

/** Whether a part of a path is a list beside that of the calls. */
export function isList(name: string): boolean {
  return isGroups(name) || name === 'rows';
}

/** The list that a path is, or that the page of a conversation or a job belongs to. */
export function listOf(pathname: string): string {
  return pathname.split('/')[1] || 'calls';
}

/** The ways from one list to the others. */
export function Lists() {
  const here = listOf(path.value);
  return (
    <nav class="lists" aria-label="Lists">
      {(['calls', ...lists, 'rows'] as const).map((name) => (
        <a
          key={name}
          href={`/${name}`}
          aria-current={
            name !== here ? undefined : path.value.lastIndexOf('/') > 0 ? 'true' : 'page'
          }
        >
          {name}
        </a>
      ))}
    </nav>
  );
}
