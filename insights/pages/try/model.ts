/** Something that a request can name as its model. */
export interface Model {
  readonly id: string;
  readonly isAssistant: boolean;
}
