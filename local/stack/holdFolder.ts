import { chmod, mkdir, readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A locked data folder, which no other process uses. */
export interface HeldFolder {
  /** Releases the lock. Never rejects, and may be called twice. */
  release(): Promise<void>;
}

const lockFile = 'lock.db';
const holderFile = 'lock.pid';
/** Our files in a data folder. */
const ours =
  /^(?:insights\.db(?:-wal|-shm)?|storage|ready\.json(?:\.\d+)?|lock\.(?:db(?:-journal)?|pid)|certificate.*\.pem)$/;
/** An unreferenced lock would be garbage-collected, and so released. */
const locks = new Set<DatabaseSync>();
const hasModes = process.platform !== 'win32';
/** Size of an empty database and an empty storage. */
const leastBytes = 1024 * 1024;

/**
 * Makes a data folder that only this user can read, and locks it until it is released or this process ends, in any way.
 * Undefined when its disk is full. Rejects with one line when another process holds the lock, with the system's error
 * when the folder cannot be written.
 */
export async function holdFolder(folder: string): Promise<HeldFolder | undefined> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const lock = await takeLock(folder);
    return await prepare(folder, lock);
  } catch (error) {
    if (isFull(error)) return undefined;
    throw error;
  }
}

async function prepare(folder: string, lock: DatabaseSync): Promise<HeldFolder | undefined> {
  locks.add(lock);
  const release = async () => {
    if (!locks.delete(lock)) return;
    await rm(join(folder, holderFile), { force: true }).catch(() => {});
    lock.close();
  };
  try {
    await makePrivate(folder);
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < leastBytes) {
      await release();
      return undefined;
    }
    await writeFile(join(folder, holderFile), `${process.pid}\n`);
    return { release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** SQLite's lock is a system lock: it ends with its process, and also works between containers on the same folder. */
async function takeLock(folder: string): Promise<DatabaseSync> {
  const lock = new DatabaseSync(join(folder, lockFile));
  try {
    // With the journal in memory it writes nothing, so it can lock on a full disk too.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    const pid = await readFile(join(folder, holderFile), 'utf8').catch(() => '');
    const holder = /^\d+\s*$/.test(pid) ? `process ${pid.trim()}` : 'another process';
    throw new Error(
      `${folder} is in use by ${holder}: stop it, or choose another folder with --data.`,
    );
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'errcode') === 5; // SQLITE_BUSY
}

function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code: unknown = Reflect.get(error, 'code');
  return code === 'ENOSPC' || code === 'EDQUOT' || Reflect.get(error, 'errcode') === 13; // SQLITE_FULL
}

/**
 * Keeps other users of the machine out: of the whole folder if it holds only our files, and always of files with
 * prompts. The database's file is created before SQLite opens it, as its journals get the same mode.
 */
async function makePrivate(folder: string): Promise<void> {
  if (!hasModes) return;
  const names = await readdir(folder);
  if (names.every((name) => ours.test(name))) await chmod(folder, 0o700);
  await mkdir(join(folder, 'storage'), { recursive: true, mode: 0o700 });
  await chmod(join(folder, 'storage'), 0o700);
  await writeFile(join(folder, 'insights.db'), '', { flag: 'a', mode: 0o600 });
  for (const name of ['insights.db', ...names.filter((each) => /^insights\.db-/.test(each))]) {
    await chmod(join(folder, name), 0o600);
  }
}
