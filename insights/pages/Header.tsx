import { useEffect } from 'preact/hooks';
import type { Info } from '../api.ts';
import { appIsThere } from './appIsThere.ts';
import * as calls from './calls/list/calls.ts';
import { found } from './health/found.ts';
import type { Found } from './health/toFound.ts';
import { GlobalKeys } from './keys/GlobalKeys.tsx';
import { isList, listOf } from './Lists.tsx';
import { liveBy } from './live.ts';
import { path } from './location.ts';
import { useJson } from './request.ts';
import { nextTheme, theme } from './screen.ts';

const pages = [
  ['/calls', 'Calls'],
  ['/overview', 'Overview'],
  ['/query', 'Query'],
  ['/health', 'Health'],
  ['/try', 'Try it'],
] as const;

/** The top of every page: where one is, where one can go, and the theme. */
export function Header() {
  const info = useJson<Info>('/api/info').value;
  const isThere = info !== undefined && info.app !== null;
  useEffect(() => {
    appIsThere.value = isThere;
  }, [isThere]);
  const shown = pages.filter(([href]) => href !== '/try' || info?.app !== null);
  const current = path.value === '/' ? '/calls' : path.value;
  return (
    <header class="top">
      <a class="brand" href="/calls">
        Callspan
      </a>
      <nav aria-label="Pages">
        {shown.map(([href, label]) => (
          <a
            key={href}
            href={href}
            aria-current={
              current === href ||
              current.startsWith(`${href}/`) ||
              (href === '/calls' && (isList(listOf(current)) || listOf(current) === 'sessions'))
                ? 'page'
                : undefined
            }
          >
            {label}
            {href === '/health' && found.value.words !== '' && <Count {...found.value} />}
          </a>
        ))}
      </nav>
      {info?.recordsContent != null && <Prompts recorded={info.recordsContent} />}
      {current === '/calls' && <LiveState />}
      <button type="button" class="quiet" onClick={nextTheme} title="Theme (t)">
        ◐ {theme.value}
      </button>
      <GlobalKeys />
    </header>
  );
}

/** Whether prompts and answers are in the telemetry, and how that is changed. */
function Prompts({ recorded }: { recorded: boolean }) {
  const wanted = `AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED=${!recorded}`;
  const why = recorded ? 'Prompts and answers are kept on this machine' : 'Prompts are not kept';
  return (
    <span class={`prompts ${recorded ? '' : 'dim'}`} title={`${why}. ${wanted} changes that.`}>
      {recorded ? 'prompts recorded' : 'no prompts'}
    </span>
  );
}

/** How many problems the telemetry has. */
function Count({ problems, warnings, words }: Found) {
  return (
    <span class={problems > 0 ? 'count is-fail' : 'count'} title={words}>
      <span aria-hidden="true">{problems + warnings}</span>
      <span class="visually-hidden">: {words}</span>
    </span>
  );
}

/** Whether calls are shown as they come, and the button that pauses this page; the receiver goes on. */
function LiveState() {
  const { paused } = calls.list.value.attention;
  const [sign, word, why] = paused
    ? ['❚❚', 'paused', 'This page stands still; the receiver goes on.']
    : liveBy.value === undefined
      ? ['○', 'not live', 'No connection to the receiver now.']
      : liveBy.value === 'asking'
        ? ['●', 'live', 'Many tabs are open: this one asks each second.']
        : ['●', 'live', 'Calls are shown as they come.'];
  return (
    <button
      type="button"
      class={`quiet live is-${word.replace(' ', '-')}`}
      title={`${why} (p)`}
      aria-pressed={paused}
      aria-label={paused ? 'Paused. Go on' : `${word}. Pause`}
      onClick={() => calls.attend({ paused: !paused })}
    >
      <span aria-hidden="true">{sign}</span> {word}
    </button>
  );
}
