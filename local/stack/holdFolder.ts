import { chmod, mkdir, readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A data folder that no other process uses now. */
export interface HeldFolder {
  /** Lets others have it. Never rejects, and may be called twice. */
  release(): Promise<void>;
}

const lockFile = 'lock.db';
const holderFile = 'lock.pid';
/** What a data folder holds of ours. */
const ours =
  /^(?:insights\.db(?:-wal|-shm)?|storage|ready\.json(?:\.\d+)?|lock\.(?:db(?:-journal)?|pid)|certificate.*\.pem)$/;
/** A lock that nothing refers to would be collected, and given up with it. */
const locks = new Set<DatabaseSync>();
const hasModes = process.platform !== 'win32';
/** What an empty database and an empty storage take. */
const leastBytes = 1024 * 1024;

/**
 * Makes a data folder for this user's eyes alone, and holds it until it is released or this process is gone, however it
 * ended. Undefined when its disk is full. Rejects with one line when another process holds it, with the system's error when
 * it cannot be written.
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

/** SQLite's lock is the system's: it is gone with its process, and holds in another container on the same folder too. */
async function takeLock(folder: string): Promise<DatabaseSync> {
  const lock = new DatabaseSync(join(folder, lockFile));
  try {
    // With its journal in memory it writes nothing, so that a full disk can be locked too.
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
 * Keeps other users of the machine out: of the whole folder where it is ours alone, and always of what holds prompts. The
 * database's file is made before SQLite opens it, since its journals get the mode that it has.
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
