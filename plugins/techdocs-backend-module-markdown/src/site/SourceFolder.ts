/*
 * The folder that an entity's docs come from, seen through one door. Whoever writes docs
 * can write anything, also links and paths that lead out of the folder, onto files of
 * the backend. So every path is resolved to the file that it really is before it is
 * opened, and what lies outside does not exist. Nothing here writes.
 */
import { isError, NotAllowedError } from '@backstage/errors';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { BuildLog } from './BuildLog';

export interface SourceFile {
  /** Relative to the folder of the entity, with `/`. */
  path: string;
  /** Absolute, without symbolic links. */
  realPath: string;
  bytes: number;
}

export interface SourceText {
  text: string;
  /** Of the bytes as they are. */
  hash: string;
}

/** A larger file is not read into memory as text. */
export const maxTextBytes = 32 * 1024 * 1024;
/** Folders deeper than this are not looked into. */
const maxDepth = 32;

export class SourceFolder {
  private constructor(readonly root: string, private readonly log: BuildLog) {}

  static async open(dir: string, log: BuildLog): Promise<SourceFolder> {
    return new SourceFolder(await fs.promises.realpath(dir), log);
  }

  /** Relative path of something within the folder; undefined where it leads out. */
  relative(candidate: string): string | undefined {
    const absolute = path.resolve(this.root, candidate);
    const relative = path.relative(this.root, absolute);
    if (relative.startsWith('..') || path.isAbsolute(relative))
      return undefined;
    return relative.split(path.sep).join('/');
  }

  /**
   * @throws NotAllowedError where the path leads out of the folder, by itself or by
   * symbolic links. Undefined where there is nothing.
   */
  resolve(candidate: string): string | undefined {
    if (candidate.includes('\0')) return undefined;
    const relative = this.relative(candidate);
    if (relative === undefined)
      throw new NotAllowedError(`${candidate} is outside of the folder`);
    try {
      const real = fs.realpathSync(path.join(this.root, relative));
      if (this.relative(real) === undefined)
        throw new NotAllowedError(
          `${candidate} is a link that leads out of the folder`,
        );
      return real;
    } catch (error) {
      if (isError(error) && error.name === 'NotAllowedError') throw error;
      return undefined;
    }
  }

  isFolder(candidate: string): boolean {
    const real = this.resolve(candidate);
    return real !== undefined && fs.statSync(real).isDirectory();
  }

  /** Size in bytes, or undefined where there is no such file. */
  fileSize(candidate: string): number | undefined {
    const real = this.resolve(candidate);
    if (real === undefined) return undefined;
    const stats = fs.statSync(real);
    return stats.isFile() ? stats.size : undefined;
  }

  /** Every file below a folder, in the order of names, without hidden ones. */
  async list(dir: string): Promise<SourceFile[]> {
    const files: SourceFile[] = [];
    await this.walk(this.relative(dir) ?? '', 0, files);
    return files;
  }

  private async walk(dir: string, depth: number, files: SourceFile[]) {
    const entries = await fs.promises.readdir(path.join(this.root, dir), {
      withFileTypes: true,
    });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const at = dir ? `${dir}/${entry.name}` : entry.name;
      if (entry.isDirectory()) {
        if (depth < maxDepth) await this.walk(at, depth + 1, files);
        else
          this.log.warn({ file: at, message: 'The folder is nested too deep' });
      } else if (entry.isFile() || entry.isSymbolicLink()) {
        const file = this.describe(at);
        if (file) files.push(file);
      }
    }
  }

  private describe(at: string): SourceFile | undefined {
    try {
      const realPath = this.resolve(at);
      const stats = realPath && fs.statSync(realPath);
      if (!realPath || !stats) {
        this.log.warn({ file: at, message: 'The link leads nowhere' });
        return undefined;
      }
      if (stats.isFile()) return { path: at, realPath, bytes: stats.size };
      this.log.warn({
        file: at,
        message: 'Links to folders are not followed',
      });
    } catch (error) {
      if (!isError(error) || error.name !== 'NotAllowedError') throw error;
      this.log.warn({
        file: at,
        message: 'The link leads out of the folder and is left out',
      });
    }
    return undefined;
  }

  /** Undefined where there is no such file, it is no text, or it is too large. */
  async readText(candidate: string): Promise<SourceText | undefined> {
    const real = this.resolve(candidate);
    if (real === undefined) return undefined;
    const stats = await fs.promises.stat(real);
    if (!stats.isFile() || stats.size > maxTextBytes) return undefined;
    return this.decode(await fs.promises.readFile(real), candidate);
  }

  /** The same, at once; for what a page includes while it is rendered. */
  readTextSync(candidate: string): SourceText | undefined {
    const real = this.resolve(candidate);
    if (real === undefined) return undefined;
    const stats = fs.statSync(real);
    if (!stats.isFile() || stats.size > maxTextBytes) return undefined;
    return this.decode(fs.readFileSync(real), candidate);
  }

  /** Text of a file that `list` has found. */
  readFile({ file, realPath }: { file: string; realPath: string }): SourceText {
    return this.decode(fs.readFileSync(realPath), file);
  }

  private decode(bytes: Buffer, file: string): SourceText {
    const { text, encoding } = decodeText(bytes);
    if (encoding !== 'UTF-8')
      this.log.warn({
        file,
        message: `The file is not UTF-8 and was read as ${encoding}`,
      });
    return { text, hash: hashOf(bytes) };
  }
}

export function hashOf(content: string | Buffer): string {
  return createHash('sha1').update(content).digest('hex');
}

/** Text of a file whose encoding nobody wrote down. */
export function decodeText(bytes: Buffer): { text: string; encoding: string } {
  const [first, second] = bytes;
  const as = (label: string, encoding: string) => ({
    text: new TextDecoder(label).decode(bytes),
    encoding,
  });
  if (first === 0xff && second === 0xfe) return as('utf-16le', 'UTF-16');
  if (first === 0xfe && second === 0xff) return as('utf-16be', 'UTF-16');
  // Without a mark, UTF-16 gives itself away: every other byte of plain text is zero.
  const sample = bytes.subarray(0, 200);
  const zeros = (parity: number) =>
    sample.filter((byte, index) => byte === 0 && index % 2 === parity).length;
  if (sample.length >= 4) {
    if (zeros(1) > sample.length / 4) return as('utf-16le', 'UTF-16');
    if (zeros(0) > sample.length / 4) return as('utf-16be', 'UTF-16');
  }
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    return { text: decoder.decode(bytes), encoding: 'UTF-8' };
  } catch {
    return as('latin1', 'Latin-1');
  }
}
