/** The package, by a module of ours: one that is loaded later gives the names of CommonJS in Node alone, and not where it is bundled. */
export { generate } from 'selfsigned';
