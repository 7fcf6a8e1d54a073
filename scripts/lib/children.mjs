/** Child processes that end with their parent, whatever ends it. */
import { spawn } from 'node:child_process';
import readline from 'node:readline';

const running = new Set();

/**
 * Starts a process and passes each line of its output to `onLine`.
 *
 * @returns `{ exited, stop() }`; `exited` resolves to `{ code, lastLines }`
 */
export function startChild(command, args, { cwd, env, onLine = () => {} }) {
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lastLines = [];
  for (const stream of [child.stdout, child.stderr]) {
    readline.createInterface({ input: stream }).on('line', line => {
      // The questions of those who wait for it are not news.
      if (line.includes('/.backstage/health/')) return;
      lastLines.push(line);
      if (lastLines.length > 60) lastLines.shift();
      onLine(line);
    });
  }
  const exited = new Promise(resolve => {
    child.on('error', error =>
      resolve({ code: 1, lastLines: [...lastLines, String(error)] }),
    );
    child.on('close', code => resolve({ code: code ?? 1, lastLines }));
  });
  const handle = {
    pid: child.pid,
    exited,
    /** What it printed last. */
    lastLines,
    /** Asks the process to end; insists after ten seconds. */
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exited;
      clearTimeout(insist);
    },
  };
  running.add(handle);
  exited.then(() => running.delete(handle));
  return handle;
}

/** Stops all that was started, last first. */
export async function stopChildren() {
  for (const child of [...running].reverse()) await child.stop();
}

/**
 * Ends this process and its children on a signal, and when the parent is gone (a
 * package manager that is killed does not always pass the signal on).
 */
export function endTogether() {
  const parent = process.ppid;
  let ending = false;
  const end = async code => {
    if (ending) return;
    ending = true;
    await stopChildren();
    process.exit(code);
  };
  process.on('SIGINT', () => end(130));
  process.on('SIGTERM', () => end(143));
  process.on('SIGHUP', () => end(129));
  setInterval(() => process.ppid !== parent && end(0), 1_000).unref();
  return end;
}
