/** A dash for what is not known, with the reason in its title. */
export function Unknown({ why }: { why: string }) {
  return (
    <span class="unknown" title={why}>
      –<span class="visually-hidden"> ({why})</span>
    </span>
  );
}

/** Why there is no message to see, and how there would be. */
export function NotRecorded() {
  return (
    <p class="not-recorded">
      Prompts are not recorded. Set <code>AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED=true</code>{' '}
      and restart; stays off in Azure unless you set it there.
    </p>
  );
}
