import { LiveState } from './calls/LiveState.tsx';
import { healthProblems } from './health/healthProblems.ts';
import { GlobalKeys } from './keys/GlobalKeys.tsx';
import { path } from './location.ts';
import { nextTheme, theme } from './theme.ts';

const pages = [
  ['/calls', 'Calls'],
  ['/overview', 'Overview'],
  ['/health', 'Health'],
  ['/try', 'Try it'],
] as const;

/** The top of every page: where one is, where one can go, and the theme. */
export function Header() {
  const current = path.value === '/' ? '/calls' : path.value;
  return (
    <header class="top">
      <a class="brand" href="/calls">
        Callspan
      </a>
      <nav aria-label="Pages">
        {pages.map(([href, label]) => (
          <a
            key={href}
            href={href}
            aria-current={current === href || current.startsWith(`${href}/`) ? 'page' : undefined}
          >
            {label}
            {href === '/health' && healthProblems.value > 0 && (
              <span class="count" title={`${healthProblems.value} problems`}>
                {healthProblems.value}
              </span>
            )}
          </a>
        ))}
      </nav>
      {current === '/calls' && <LiveState />}
      <button type="button" class="quiet" onClick={nextTheme} title="Theme (t)">
        ◐ {theme.value}
      </button>
      <GlobalKeys />
    </header>
  );
}
