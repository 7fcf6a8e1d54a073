/*
 * Loose objects: one compressed file each. isomorphic-git reads and writes them
 * too, but hashes and compresses in JavaScript; a catalog of thousands of files
 * is imported many times faster through Node's own libraries.
 */
import { createHash } from 'node:crypto';
import { access, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import { writeFileWhole } from './atomicFs';

export interface LooseObject {
  type: string;
  content: Buffer;
}

function pathOf(folder: string, oid: string): string {
  return join(folder, 'objects', oid.slice(0, 2), oid.slice(2));
}

/** The object; undefined where it is not loose. */
export async function readLooseObject(
  folder: string,
  oid: string,
): Promise<LooseObject | undefined> {
  let packed: Buffer;
  try {
    packed = await readFile(pathOf(folder, oid));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const bytes = await promisify<Buffer, Buffer>(inflate)(packed);
  const end = bytes.indexOf(0);
  const [type] = bytes.toString('latin1', 0, end).split(' ');
  return { type, content: bytes.subarray(end + 1) };
}

/** Writes an object, unless it is there; its id. */
export async function writeLooseObject(
  folder: string,
  type: string,
  content: Uint8Array,
): Promise<string> {
  const bytes = Buffer.concat([
    Buffer.from(`${type} ${content.length}\0`),
    content,
  ]);
  const oid = createHash('sha1').update(bytes).digest('hex');
  const path = pathOf(folder, oid);
  try {
    await access(path);
    return oid;
  } catch {
    const packed = await promisify<Buffer, Buffer>(deflate)(bytes);
    await mkdir(dirname(path), { recursive: true });
    await writeFileWhole(path, packed);
    return oid;
  }
}
