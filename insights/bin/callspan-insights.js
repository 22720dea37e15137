#!/usr/bin/env node
// Plain JavaScript that imports nothing at first, so that a Node too old for the rest can say so.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 13)) {
  const { emitWarning } = process;
  // Node 22 says at each start that its SQLite is experimental.
  Reflect.set(process, 'emitWarning', (/** @type {unknown[]} */ ...args) => {
    if (args[1] !== 'ExperimentalWarning') Reflect.apply(emitWarning, process, args);
  });
  await import(new URL('../dist/main.js', import.meta.url).href); // what the build writes
} else {
  console.error(
    `callspan-insights needs Node 22.13 or newer, and this is ${process.versions.node}: install it from https://nodejs.org.`,
  );
  process.exitCode = 1;
}
