/** A dash for what is not known, with the reason in its title. */
export function Unknown({ why }: { why: string }) {
  return (
    <span class="unknown" title={why}>
      –<span class="visually-hidden"> ({why})</span>
    </span>
  );
}
