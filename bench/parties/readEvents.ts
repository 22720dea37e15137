/** What a streamed answer held: how many chunks with text, and whether it came to its end. */
export function readEvents(text: string): { readonly contents: number; readonly done: boolean } {
  const contents = text.split('"content":"').length - 1;
  return { contents, done: text.endsWith('data: [DONE]\n\n') };
}
