/** A name that the turns of a chat belong together by. Random, as two tabs must not share one; `randomUUID` is not there over plain http from another machine. */
export function newConversation(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(4));
  return `try-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
