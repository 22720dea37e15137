import { testCanaries } from './canaries.ts';

testCanaries([
  ['none', 'key', false],
  ['failing', 'token', false],
  ['none', 'token', true],
]);
