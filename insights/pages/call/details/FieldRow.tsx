import { CopyButton } from '../../text/CopyButton.tsx';
import { LongText } from '../../text/LongText.tsx';
import type { Field } from '../rows/fields.ts';

/** One field of a row: its name, its value, and a button that copies it. */
export function FieldRow({ field }: { field: Field }) {
  const { name, value, shown } = field;
  return (
    <div class="field">
      <dt title={name}>{name}</dt>
      <dd title={shown === undefined ? undefined : value}>
        <div>
          <LongText text={shown ?? value} mono />
        </div>
        <CopyButton text={value} what={name} />
      </dd>
    </div>
  );
}
