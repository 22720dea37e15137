/** One filter as a list of values; the first takes it away. A value of the URL that is not in the list is shown too. */
export function FilterSelect({
  label,
  value,
  options,
  toText = (option) => option,
  onChoose,
}: {
  label: string;
  value: string;
  options: readonly string[];
  toText?: (option: string) => string;
  onChoose: (value: string) => void;
}) {
  const all = value === '' || options.includes(value) ? options : [value, ...options];
  return (
    <select
      aria-label={label}
      class={value === '' ? undefined : 'set'}
      value={value}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
    >
      <option value="">{label}</option>
      {all.map((option) => (
        <option key={option} value={option}>
          {toText(option)}
        </option>
      ))}
    </select>
  );
}
