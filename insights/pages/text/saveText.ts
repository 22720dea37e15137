/** Gives the browser a file to save. */
export function saveText(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun when the click returns; some browsers read the address a little later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
