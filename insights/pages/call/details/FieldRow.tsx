import type { RowFact } from '../../../view/rowFacts.ts';
import { CopyButton } from '../../text/copy.tsx';
import { LongText } from '../../text/texts.tsx';
import type { Field } from '../rows/fields.ts';
import { Stack } from '../stack/Stack.tsx';

/** One field of a row: its name, or what we call it; its value; and a button that copies it as it was sent. */
export function FieldRow({
  field,
  hit,
  seq,
}: {
  field: Field | RowFact;
  /** Whether it is what was looked for. */
  hit: boolean;
  /** Of its row, where it may have frames. */
  seq?: number;
}) {
  const { name, value, shown } = field;
  const { label = name, href, look = 'code' } = 'label' in field ? { look: '', ...field } : {};
  return (
    <div class={`field${hit ? ' hit' : ''}${look === 'stack' ? ' wide' : ''}`}>
      <dt title={name}>{label}</dt>
      <dd title={shown === undefined || shown === value ? undefined : value}>
        <div class={look === 'error' ? 'error' : undefined}>
          {href !== undefined ? (
            <a href={href}>{shown}</a>
          ) : look === 'stack' && seq !== undefined ? (
            <Stack text={shown ?? value} seq={seq} />
          ) : (
            <LongText text={shown ?? value} mono={look === 'code'} />
          )}
        </div>
        <CopyButton text={value} what={name} />
      </dd>
    </div>
  );
}
