import { signal } from '@preact/signals';
import { formatCount } from '../../../format.ts';
import type { Row } from '../../../row.ts';
import type { RowFact } from '../../../view/rowFacts.ts';
import { says, toFieldGroups } from '../rows/fields.ts';
import { FieldRow } from './FieldRow.tsx';

/** Whether the columns are open: who walks from row to row chooses once. */
const isOpen = signal(false);

/** All columns and dimensions of a row, folded until it is wanted or holds what is looked for. */
export function Fields({
  row,
  facts,
  search,
  find,
}: {
  row: Row;
  facts: readonly RowFact[];
  /** Leaves out what does not hold it. */
  search: string;
  /** Opens them where only they hold it, and marks what does. */
  find: string;
}) {
  const groups = toFieldGroups(row)
    .map(({ title, fields }) => ({ title, fields: fields.filter((field) => says(field, search)) }))
    .filter(({ fields }) => fields.length > 0);
  const fields = groups.flatMap((group) => group.fields);
  const isHit = (field: Parameters<typeof says>[0]) => find !== '' && says(field, find);
  const isFound = search !== '' || (fields.some(isHit) && !facts.some(isHit));
  const open = isOpen.value || isFound || facts.length === 0;
  if (fields.length === 0 && !facts.some((fact) => says(fact, search))) {
    return <p class="dim">Nothing in this row is “{search}”.</p>;
  }
  return (
    <>
      {facts.length > 0 && fields.length > 0 && (
        <button
          type="button"
          class="quiet unfold"
          aria-expanded={open}
          disabled={isFound}
          onClick={() => {
            isOpen.value = !open;
          }}
        >
          <span aria-hidden="true">{open ? '▾' : '▸'}</span> columns and dimensions{' '}
          <span class="dim">{formatCount(fields.length)}</span>
        </button>
      )}
      {open &&
        groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl class="fields">
              {group.fields.map((field) => (
                <FieldRow key={field.name} field={field} hit={isHit(field)} />
              ))}
            </dl>
          </section>
        ))}
    </>
  );
}
