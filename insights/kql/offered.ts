import { aggregates } from './aggregates.ts';
import { functions } from './functions/functions.ts';

/** Functions that need more than the values of their arguments: expressions.ts, rowFunctions.ts and relations.ts have them. */
const special = new Set(
  `ago bag_unpack case coalesce column_ifexists iff iif materialize narrow new_guid next now pack_all pivot prev row_cumsum row_number
  toscalar totable`.split(/\s+/),
);

/** Words of the language that the engine refuses. */
const refused = new Set(
  `as-of cluster consume database entity_group execute-and-cache external_table externaldata facet find fork graph graph-mark-components
  graph-match graph-merge graph-shortest-paths graph-to-table graph-where-edges graph-where-nodes inline_external_table invoke
  macro-expand make-graph materialized_view mv-apply parse-kv partition partition-by reduce scan search set stored_query_result
  top-hitters alias declare pattern restrict`.split(/\s+/),
);

/** Whether a completion of the parser's is something that the engine runs: its language is larger. */
export function isOffered({
  kind,
  name,
}: {
  readonly kind: string;
  readonly name: string;
}): boolean {
  const word = name.trim().replace(/\(.*$/s, '');
  if (kind === 'Punctuation') return false;
  if (kind === 'AggregateFunction') return Object.hasOwn(aggregates, word);
  if (kind === 'BuiltInFunction') return Object.hasOwn(functions, word) || special.has(word);
  if (kind === 'RenderChart')
    return /^(?:timechart|barchart|columnchart|piechart|linechart|areachart|table)$/.test(word);
  return !refused.has(word);
}
