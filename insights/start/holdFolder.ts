import { chmod, mkdir, readdir, readFile, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const holderFile = 'lock.pid';
/** What a data folder holds of ours, and of a stack around the receiver that shares it. */
const ours =
  /^(?:insights\.db(?:-wal|-shm)?|storage|ready\.json(?:\.\d+)?|lock\.(?:db(?:-journal)?|pid)|certificate.*\.pem)$/;
const hasModes = process.platform !== 'win32';
/** What an empty database takes. */
const leastBytes = 512 * 1024;
/** A lock that nothing refers to would be collected, and given up with it. */
const locks = new Set<DatabaseSync>();

/**
 * Makes a data folder for this user's eyes alone, and holds it until this process is gone, however it ended. False when its
 * disk is full. Rejects with one line when another process holds it, with the system's error when it cannot be written.
 */
export async function holdFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    locks.add(await takeLock(folder));
    await makePrivate(folder);
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < leastBytes) return false;
    await writeFile(join(folder, holderFile), `${process.pid}\n`);
    return true;
  } catch (error) {
    if (isFull(error)) return false;
    throw error;
  }
}

/** SQLite's lock is the system's: it is gone with its process, and holds in another container on the same folder too. */
async function takeLock(folder: string): Promise<DatabaseSync> {
  const lock = new DatabaseSync(join(folder, 'lock.db'));
  try {
    // With its journal in memory it writes nothing, so that a full disk can be locked too.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (codeOf(error) !== 5) throw error; // SQLITE_BUSY
    const pid = await readFile(join(folder, holderFile), 'utf8').catch(() => '');
    const holder = /^\d+\s*$/.test(pid) ? `process ${pid.trim()}` : 'another process';
    throw new Error(
      `${folder} is in use by ${holder}: stop it, or choose another folder with --data.`,
    );
  }
}

/** The database's file is made before SQLite opens it, since its journals get the mode that it has. */
async function makePrivate(folder: string): Promise<void> {
  if (!hasModes) return;
  const names = await readdir(folder);
  if (names.every((name) => ours.test(name))) await chmod(folder, 0o700);
  await writeFile(join(folder, 'insights.db'), '', { flag: 'a', mode: 0o600 });
  for (const name of ['insights.db', ...names.filter((each) => /^insights\.db-/.test(each))]) {
    await chmod(join(folder, name), 0o600);
  }
}

function isFull(error: unknown): boolean {
  const code: unknown = Reflect.get(Object(error), 'code');
  return code === 'ENOSPC' || code === 'EDQUOT' || codeOf(error) === 13; // SQLITE_FULL
}

function codeOf(error: unknown): unknown {
  return Reflect.get(Object(error), 'errcode');
}
