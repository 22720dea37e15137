/** A local time to edit; told, and kept in the URL, in UTC. Empty: no bound. */
export function TimeField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (time: string) => void;
}) {
  return (
    <label>
      {label}{' '}
      <input
        type="datetime-local"
        step="1"
        value={toLocal(value)}
        onChange={({ currentTarget }) => onChange(toUtc(currentTarget.value))}
      />
    </label>
  );
}

function toLocal(time: string): string {
  if (time === '') return '';
  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** The field gives a time without a zone, which a date takes for a local one. */
function toUtc(local: string): string {
  const ms = Date.parse(local);
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString();
}
