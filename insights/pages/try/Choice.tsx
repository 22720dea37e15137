/** A choice of one. */
export function Choice<T>({
  name,
  choices,
  chosen,
  onChoose,
  why,
}: {
  name: string;
  choices: readonly (readonly [value: T, label: string])[];
  chosen: T;
  onChoose: (chosen: T) => void;
  /** Why nothing can be chosen. */
  why?: string | undefined;
}) {
  return (
    <fieldset class="ways" disabled={why !== undefined} title={why}>
      <legend>{name}</legend>
      {choices.map(([value, label]) => (
        <label key={label}>
          <input
            type="radio"
            name={name}
            checked={chosen === value}
            onChange={() => onChoose(value)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
