import type { Assistant } from './assistant.ts';
import { travelGuide } from './travelGuide.ts';

/** Every assistant of this app, in the order of `GET v1/models`. */
export const assistants: readonly Assistant[] = [travelGuide];
