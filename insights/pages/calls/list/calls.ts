import { createCallList } from './createCallList.ts';

/** The list of calls: it outlives its page, so that who comes back finds it as it was. */
export const calls = createCallList();
