import { type Preset, presetsOf } from './presets.ts';
import type { App } from './useModels.ts';

/** Questions for what there is to see, asked with one click. */
export function PresetBar({ app, onChoose }: { app: App; onChoose: (preset: Preset) => void }) {
  return (
    <div class="presets">
      <span class="dim" id="presets">
        Ask for
      </span>
      <ul aria-labelledby="presets">
        {presetsOf(app.models, app).map((preset) => (
          <li key={preset.label}>
            <button type="button" title={preset.shows} onClick={() => onChoose(preset)}>
              {preset.label}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
