import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * The Bicep CLI: `BICEP` names it, else the one on PATH, else where the Azure CLI or azd put theirs; undefined when there
 * is none.
 */
export function findBicep(): string | undefined {
  const name = process.platform === 'win32' ? 'bicep.exe' : 'bicep';
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
    join(homedir(), '.azure', 'bin'),
    join(homedir(), '.azd', 'bin'),
  ];
  const places = [process.env.BICEP ?? '', ...folders.map((folder) => join(folder, name))];
  return places.find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
