import { useRef, useState } from 'preact/hooks';
import { formatCount } from '../../format.ts';
import { heard } from '../request.ts';

interface Imported {
  readonly imported: number;
  readonly known: number;
  readonly refused: number;
}

/** What is kept, to take along: everything as a file, such a file from somebody else, or nothing any more. */
export function Data({ onChange }: { onChange: () => void }) {
  const [said, setSaid] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const ask = async (url: string, init: RequestInit, tell: (answer: Imported) => string) => {
    setSaid('…');
    try {
      const response = await fetch(url, init);
      const answer = await response.json();
      heard(true);
      setSaid(response.ok ? tell(answer) : (answer.error ?? 'It was refused.'));
    } catch {
      heard(false);
      setSaid('The receiver does not answer.');
    }
    onChange();
  };
  const take = (file: File | undefined) => {
    if (file === undefined) return;
    void ask('/api/import', { method: 'POST', body: file }, toSentence);
    if (field.current) field.current.value = '';
  };
  const empty = () => {
    if (!confirm('Delete all telemetry that is kept here?')) return;
    void ask('/api/items', { method: 'DELETE' }, () => 'Everything was deleted.');
  };
  return (
    <section aria-labelledby="data" class="data">
      <h2 id="data">What is kept</h2>
      <p>
        <a class="button" href="/api/export" download="callspan.ndjson">
          Export everything
        </a>
        <button type="button" onClick={() => field.current?.click()}>
          Import…
        </button>
        <button type="button" onClick={empty}>
          Delete everything
        </button>
        <input
          ref={field}
          type="file"
          accept=".ndjson,.json"
          hidden
          aria-label="File to import"
          onChange={({ currentTarget }) => take(currentTarget.files?.[0])}
        />
      </p>
      <p class="dim" role="status">
        {said}
      </p>
    </section>
  );
}

function toSentence({ imported, known, refused }: Imported): string {
  const rows = imported === 1 ? 'row was' : 'rows were';
  const parts = [
    `${formatCount(imported)} ${rows} imported`,
    known > 0 && `${formatCount(known)} were here already`,
    refused > 0 && `${formatCount(refused)} lines are no rows`,
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}
