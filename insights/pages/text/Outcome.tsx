/** An outcome as a sign and in its own word: the colour says nothing that they do not. */
export function Outcome({ outcome, failed }: { outcome: string; failed: boolean }) {
  return (
    <span class={`outcome ${failed ? 'error' : (tones[outcome] ?? 'ok')}`}>
      <span aria-hidden="true">{failed ? '✕' : (signs[outcome] ?? '✓')}</span> {outcome}
    </span>
  );
}

const signs: Readonly<Record<string, string>> = {
  running: '◌',
  client_closed: '⇤',
  duplicate: '⧉',
  budget: '◔',
};
const tones: Readonly<Record<string, string>> = {
  running: 'dim',
  client_closed: 'warn',
  duplicate: 'dim',
  budget: 'warn',
};
