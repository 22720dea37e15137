import { filters, narrow } from './filters/filters.ts';

const names = ['conversation', 'session', 'job'] as const;

/** Filters that come by a link only, each with the button that takes it away. */
export function FilterChips() {
  const set = names.filter((name) => filters.value[name] !== '');
  return set.map((name) => (
    <button
      key={name}
      type="button"
      class="chip"
      title={filters.value[name]}
      onClick={() => narrow({ [name]: '' })}
    >
      {name} <b>{filters.value[name]}</b> <span aria-hidden="true">✕</span>
      <span class="visually-hidden">: take away</span>
    </button>
  ));
}
