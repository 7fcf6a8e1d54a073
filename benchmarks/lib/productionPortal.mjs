/** Starts backends that were built for production, ours and the stock one, on equal terms. */
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { startChild } from '../../scripts/lib/children.mjs';
import { untilReady } from '../../scripts/lib/portal.mjs';
import { productionArguments } from '../../scripts/lib/productionBuild.mjs';

/**
 * Starts a backend and waits until it is ready.
 *
 * @returns seconds from the start of the process to the first answer 200 of the
 * readiness path, and how to ask for its memory and to stop it
 */
export async function startProduction({
  backendDir,
  configs,
  port,
  env = {},
  onLine,
}) {
  const started = process.hrtime.bigint();
  const child = startChild(
    process.execPath,
    [
      ...productionArguments,
      path.join(backendDir, 'dist/index.cjs.js'),
      ...configs.flatMap(file => ['--config', file]),
    ],
    {
      cwd: backendDir,
      env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '', ...env },
      onLine,
    },
  );
  const baseUrl = `http://localhost:${port}`;
  await untilReady(`${baseUrl}/.backstage/health/v1/readiness`, {
    timeoutSeconds: 180,
    child,
    what: 'The backend',
  });
  const readySeconds = Number(process.hrtime.bigint() - started) / 1e9;
  let isStopping = false;
  child.exited.then(({ code, lastLines }) => {
    if (isStopping) return;
    process.stderr.write(
      `The backend ended with ${code} while it was measured:\n${lastLines
        .slice(-20)
        .join('\n')}\n`,
    );
  });
  return {
    baseUrl,
    readySeconds,
    residentMegabytes: () => residentMegabytes(child.pid),
    cpuSeconds: () => cpuSeconds(child.pid),
    stop: () => {
      isStopping = true;
      return child.stop();
    },
  };
}

/** Of all its threads, since it started. */
function cpuSeconds(pid) {
  const text = execFileSync('ps', ['-o', 'time=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  // [days-][hours:]minutes:seconds
  const parts = text.trim().split(/[-:]/).reverse();
  return [1, 60, 3_600, 86_400].reduce(
    (sum, seconds, i) => sum + seconds * Number(parts[i] ?? 0),
    0,
  );
}

function residentMegabytes(pid) {
  const status = `/proc/${pid}/status`;
  if (fs.existsSync(status)) {
    return (
      Number(/VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(status, 'utf8'))[1]) /
      1024
    );
  }
  return (
    Number(
      execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], {
        encoding: 'utf8',
      }),
    ) / 1024
  );
}
