import { build } from '../scripts/build.ts';

/** Builds the app once before the first test, so that every test runs the bundle and none builds beside another. */
export default build;
