const colours = 6;

/** The name of the app that sent a row, in a colour that is always its own. */
export function AppTag({ name }: { name: string }) {
  return (
    <span class={`app app-${colourOf(name)}`} title={`sent by ${name} (cloud_RoleName)`}>
      {name}
    </span>
  );
}

function colourOf(name: string): number {
  return (
    [...name].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 65_521, 7) % colours
  );
}
