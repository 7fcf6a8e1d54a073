import { existsSync, FSWatcher, statSync, watch } from 'node:fs';
import { join } from 'node:path';

/** A folder to watch: all of it, or only some of its entries with all of theirs. */
export interface WatchedSource {
  folder: string;
  /** Names of entries, whether they are there already or not. */
  only?: readonly string[];
}

/** Editors write in several steps; this long after the last one they are done. */
const settleMs = 300;

/** A watcher that broke, as when a folder is replaced, is set up again after this. */
const recoverMs = 1_000;

const isFolder = (path: string) =>
  existsSync(path) && statSync(path).isDirectory();

/** Calls back when files have changed; returns how to stop. */
export function watchSources(
  sources: readonly WatchedSource[],
  changed: () => void,
): () => void {
  const watchers = new Map<string, FSWatcher>();
  const timers = new Set<NodeJS.Timeout>();
  let settling: NodeJS.Timeout | undefined;
  let isStopped = false;

  const touch = () => {
    clearTimeout(settling);
    if (isStopped) return;
    settling = setTimeout(changed, settleMs);
    settling.unref();
  };
  const forget = (path: string) => {
    watchers.get(path)?.close();
    watchers.delete(path);
  };
  const follow = (
    path: string,
    isDeep: boolean,
    onEvent: (name: string | null) => void,
  ) => {
    if (isStopped || watchers.has(path) || !isFolder(path)) return;
    const watcher = watch(path, { recursive: isDeep }, (_, name) =>
      onEvent(name),
    );
    watcher.on('error', () => {
      forget(path);
      const timer = setTimeout(() => {
        timers.delete(timer);
        follow(path, isDeep, onEvent);
        touch();
      }, recoverMs);
      timer.unref();
      timers.add(timer);
    });
    watcher.unref();
    watchers.set(path, watcher);
  };

  for (const { folder, only } of sources) {
    if (!only) {
      follow(folder, true, touch);
      continue;
    }
    for (const name of only) follow(join(folder, name), true, touch);
    follow(folder, false, name => {
      if (name === null || !only.includes(name)) return;
      // It may be another folder of the same name now.
      forget(join(folder, name));
      follow(join(folder, name), true, touch);
      touch();
    });
  }
  return () => {
    isStopped = true;
    clearTimeout(settling);
    timers.forEach(timer => clearTimeout(timer));
    [...watchers.keys()].forEach(forget);
  };
}
