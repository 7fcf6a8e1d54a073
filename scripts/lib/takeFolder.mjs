import fs from 'node:fs';
import path from 'node:path';
import { Failure } from './failure.mjs';

/** Whether there is a process of this number. */
export function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Takes the folder of the portal's state for this process.
 *
 * @param fresh whether what is in it is forgotten
 * @throws Failure where a running portal has it
 */
export function takeFolder(folder, { fresh = false, pid = process.pid } = {}) {
  const lock = path.join(folder, 'pid');
  const owner = fs.existsSync(lock)
    ? Number(fs.readFileSync(lock, 'utf8'))
    : undefined;
  if (owner && owner !== pid && isRunning(owner)) {
    throw new Failure(
      `A portal of this folder is running already (process ${owner}).`,
      'Stop it first, or start the second one from another clone of the repository.',
    );
  }
  if (fresh) fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(lock, String(pid));
}
