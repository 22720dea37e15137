/** What a program is given for an argument as it stands in a command, by shell. Single-quoted or bare, as docs/deploy.md writes them. */
export const shells = {
  /** Quotes come off; nothing inside them has a meaning. */
  bash: unquote,
  /** PowerShell from 7.3 on passes an argument as it is. */
  'PowerShell 7.3': unquote,
  /** Before, it put the argument into a command line without a word on its quotes, which the program then took out. */
  'Windows PowerShell 5.1': (written: string) => fromCommandLine(unquote(written)),
} as const;

function unquote(written: string): string {
  return /^'(.*)'$/.exec(written)?.[1] ?? written;
}

/** A Windows program's own reading: quotes go; of backslashes before a quote two are one, and an odd one keeps the quote. */
function fromCommandLine(text: string): string {
  return text.replace(/(\\*)"/g, (_, slashes: string) => {
    const kept = '\\'.repeat(Math.floor(slashes.length / 2));
    return slashes.length % 2 === 1 ? `${kept}"` : kept;
  });
}
