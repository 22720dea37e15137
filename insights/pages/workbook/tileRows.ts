/** What a query of a tile gives, as the query API has it. */
export interface TileRows {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}
