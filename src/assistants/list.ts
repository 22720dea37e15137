import type { Assistant } from './assistant.ts';
import { travelGuide } from './travelGuide.ts';

/** Every assistant of this app, by the order that `GET v1/models` lists them in. */
export const assistants: readonly Assistant[] = [travelGuide];
