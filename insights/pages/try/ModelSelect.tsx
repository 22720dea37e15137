import type { Model } from './model.ts';

/** The model or the assistant that is asked. One that the app has not, as another app's call may have had, stays to be seen. */
export function ModelSelect({
  models,
  chosen,
  onChoose,
}: {
  models: readonly Model[];
  chosen: string;
  onChoose: (model: string) => void;
}) {
  const [first] = models;
  const isUnknown = chosen !== '' && !models.some(({ id }) => id === chosen);
  const plain = models.filter(({ isAssistant }) => !isAssistant);
  const assistants = models.filter(({ isAssistant }) => isAssistant);
  return (
    <label>
      Model
      <select value={chosen} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        <option value="">{first ? `${first.id} (default)` : 'the default'}</option>
        {isUnknown && <option value={chosen}>{chosen}, not of this app</option>}
        {plain.map(({ id }) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
        {assistants.length > 0 && (
          <optgroup label="Assistants">
            {assistants.map(({ id }) => (
              <option key={id} value={id}>
                ⌘ {id}
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </label>
  );
}
