const colours = 6;
const key = 'callspan.apps';
const most = 100;

/** The apps that were shown, in the order in which they were first: their colours stay, and the first of them differ. */
let known = (localStorage.getItem(key) ?? '').split('\n').filter((name) => name !== '');

/** The name of the app that sent a row, in a colour that is its own in this browser. */
export function AppTag({ name }: { name: string }) {
  return (
    <span class={`app app-${colourOf(name)}`} title={`sent by ${name} (cloud_RoleName)`}>
      {name}
    </span>
  );
}

function colourOf(name: string): number {
  if (!known.includes(name) && known.length < most) {
    known = [...known, name];
    localStorage.setItem(key, known.join('\n'));
  }
  return Math.max(0, known.indexOf(name)) % colours;
}
