import fs from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isRunning } from './takeFolder.mjs';

/** Who works says so this often; who has not for so long has died. */
const BEAT_MS = 5_000;
const DEAD_MS = 30_000;
const LOOK_EVERY_MS = 300;

/** Number of the process that holds the lock; undefined: nobody does any more. */
function holderOf(lock, nowMs) {
  try {
    if (nowMs - fs.statSync(lock).mtimeMs > DEAD_MS) return undefined;
    const pid = Number(fs.readFileSync(lock, 'utf8'));
    // Made, and its number not yet written.
    if (!pid) return 0;
    return isRunning(pid) ? pid : undefined;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether the lock could be made. */
function make(lock) {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes the lock of one that has died away. Of several that see it dead at once, one
 * does so: the others would take the lock that is made next.
 */
function takeAway(lock) {
  const own = `${lock}.ended`;
  if (!make(own)) {
    // Nobody needs so long for it: killed in the midst of it.
    if (holderOf(own, Date.now()) === undefined)
      fs.rmSync(own, { force: true });
    return;
  }
  try {
    if (holderOf(lock, Date.now()) === undefined)
      fs.rmSync(lock, { force: true });
  } finally {
    fs.rmSync(own, { force: true });
  }
}

/**
 * Does work that processes of one folder must not do at the same time: one after the
 * other.
 *
 * @param lock file that is there while somebody works
 * @param onWait told once, if there is somebody to wait for, which process it is
 */
export async function inTurn(lock, work, { onWait = () => {} } = {}) {
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  let told = false;
  while (!make(lock)) {
    const holder = holderOf(lock, Date.now());
    if (holder === undefined) {
      takeAway(lock);
      continue;
    }
    if (!told && holder) {
      onWait(holder);
      told = true;
    }
    await setTimeout(LOOK_EVERY_MS);
  }
  const beat = setInterval(() => {
    const now = new Date();
    fs.utimes(lock, now, now, () => {});
  }, BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    fs.rmSync(lock, { force: true });
  }
}
