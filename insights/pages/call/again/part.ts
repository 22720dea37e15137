// What runs a call again, in one part: the page of a call shows without it.

export { AgainMenu } from './AgainMenu.tsx';
export { AgainProgress } from './AgainProgress.tsx';
