/** An event of a streamed response. */
export interface TypedEvent {
  /** As `response.output_text.delta`. */
  readonly type: string;
  /** Its JSON, in one line. */
  readonly data: string;
  readonly value: Readonly<Record<string, unknown>>;
}
