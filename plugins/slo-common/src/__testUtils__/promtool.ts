import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What promtool said, and whether it was content. */
export interface PromtoolAnswer {
  ok: boolean;
  output: string;
}

function run(args: string[], cwd?: string): Promise<PromtoolAnswer> {
  return new Promise(resolve => {
    execFile(
      'promtool',
      args,
      { cwd, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        resolve({ ok: !error, output: `${stdout}${stderr}` });
      },
    );
  });
}

/** Why promtool cannot be asked here; undefined where it can. */
export function missingPromtool(): string | undefined {
  try {
    execFileSync('promtool', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'promtool is not installed on this machine';
  }
}

/** Runs promtool over files that are there only meanwhile. */
export async function promtool(
  args: string[],
  files: Record<string, string>,
): Promise<PromtoolAnswer> {
  const folder = await mkdtemp(join(tmpdir(), 'promtool-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(folder, name), text);
    }
    return await run(args, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
