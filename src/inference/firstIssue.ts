import type * as z from 'zod';

/**
 * How values from outside are checked: up to the first that is wrong. By default the schema library lists all that are, which
 * took 0.4 s for 99,000 wrong items, and above some 120,000 its own stack gave out. The switch is what its `validate` sets.
 */
export const firstIssue: z.core.ParseContextInternal<z.core.$ZodIssue> = { abortEarly: true };
