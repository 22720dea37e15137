const names = [
  '--model',
  '--tool',
  '--ok',
  '--warn',
  '--ours',
  '--error',
  '--olive',
  '--host',
] as const;

/** The colour of a series or a share by its place, as a name of style.css. */
export function colorAt(place: number): string {
  return names[place % names.length] ?? '--model';
}

/** Whether colours are used for a second time, so that lines must differ by more. */
export function isSecondRound(place: number): boolean {
  return place >= names.length;
}
