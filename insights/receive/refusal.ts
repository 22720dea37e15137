/** A request that is answered with an error; the message is the one line that the caller reads. */
export class Refusal extends Error {
  readonly status: 400 | 405 | 413 | 415;

  constructor(status: Refusal['status'], message: string) {
    super(message);
    this.status = status;
  }
}
