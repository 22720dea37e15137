import type { OfferedTool } from '../../../view/messages.ts';
import { LongText } from '../../text/LongText.tsx';

/** The tools that were offered to the model, each folded. */
export function Tools({ tools }: { tools: readonly OfferedTool[] }) {
  return (
    <details class="tools">
      <summary>
        ⚙ {tools.length} {tools.length === 1 ? 'tool' : 'tools'} offered:{' '}
        <span class="dim">{tools.map(({ name }) => name).join(', ')}</span>
      </summary>
      {tools.map(({ name, description, text }, index) => (
        <section key={`${name} ${index}`}>
          <h3>
            {name} <span class="dim">{description}</span>
          </h3>
          <LongText text={text} mono />
        </section>
      ))}
    </details>
  );
}
