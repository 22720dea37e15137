import { path } from './location.ts';

const lists = ['conversations', 'jobs', 'errors'] as const;

/** What calls can be put together by; the name is also the page's path and the read interface's. */
export type GroupName = (typeof lists)[number];

/** Whether a part of a path is one of them. */
export function isGroups(name: string): name is GroupName {
  return lists.some((each) => each === name);
}

/** The ways from one list to the others. */
export function Lists() {
  const here = path.value.slice(1) || 'calls';
  return (
    <nav class="lists" aria-label="Lists">
      {(['calls', ...lists] as const).map((name) => (
        <a key={name} href={`/${name}`} aria-current={name === here ? 'page' : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}
