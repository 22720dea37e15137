/** Why there is no message to see, and how there would be. */
export function NotRecorded() {
  return (
    <p class="not-recorded">
      Prompts are not recorded. Set <code>AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED=true</code>{' '}
      and restart; stays off in Azure unless you set it there.
    </p>
  );
}
