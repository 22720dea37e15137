import { laterPart } from '../laterPart.ts';

const usePart = laterPart(() => import('./ComparePage.tsx'));

/** `/compare`, once it is loaded. */
export function LaterComparePage({ id }: { id: string }) {
  const part = usePart();
  if (part === 'failed') {
    return (
      <main class="page">
        <p role="alert">This page could not be loaded.</p>
      </main>
    );
  }
  return part ? <part.ComparePage id={id} /> : <main class="page" aria-busy="true" />;
}
