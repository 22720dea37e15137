import type { app as FunctionApp } from '@azure/functions';
import { registrations } from '../src/functions/list.ts';

/** The names of the app's functions, in the order of registration. */
export function listedFunctions(): readonly string[] {
  const names: string[] = [];
  const note = (name: string) => void names.push(name);
  const app = { http: note, storageQueue: note } as unknown as typeof FunctionApp; // a registration calls nothing else
  for (const register of registrations) register(app, new Promise(() => {}));
  return names.sort();
}
