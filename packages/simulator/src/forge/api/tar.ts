/*
 * A tar archive (POSIX ustar, with pax headers for long names) of the files of
 * a commit, below one folder, as forges make them.
 */

export interface TarFile {
  path: string;
  /** Permission bits. */
  mode: number;
  content: Uint8Array;
  /** Set for a symbolic link, whose content is its target. */
  isLink?: boolean;
}

const block = 512;

function padded(content: Uint8Array): Buffer {
  const rest = content.length % block;
  return rest === 0
    ? Buffer.from(content)
    : Buffer.concat([content, Buffer.alloc(block - rest)]);
}

function header(
  name: string,
  size: number,
  mode: number,
  atMs: number,
  type: '0' | '2' | 'x',
  target = '',
): Buffer {
  const bytes = Buffer.alloc(block);
  const octal = (value: number, at: number, width: number) =>
    bytes.write(
      `${value.toString(8).padStart(width - 1, '0')}\0`,
      at,
      'latin1',
    );
  bytes.write(name, 0, 100, 'utf8');
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(Math.max(0, Math.floor(atMs / 1000)), 136, 12);
  bytes.write(' '.repeat(8), 148, 'latin1');
  bytes.write(type, 156, 'latin1');
  bytes.write(target, 157, 100, 'utf8');
  bytes.write('ustar\x0000', 257, 'latin1');
  bytes.write('root', 265, 'latin1');
  bytes.write('root', 297, 'latin1');
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return bytes;
}

/** `length key=value\n`, where the length counts its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const body = Buffer.from(` ${key}=${value}\n`);
  let length = body.length + 1;
  while (String(length).length + body.length !== length) {
    length = String(length).length + body.length;
  }
  return Buffer.concat([Buffer.from(String(length)), body]);
}

/** The parts of the archive, in order. */
export async function* tar(
  files: AsyncIterable<TarFile>,
  atMs: number,
): AsyncGenerator<Buffer> {
  for await (const { path, mode, content, isLink } of files) {
    const target = isLink ? Buffer.from(content).toString('utf8') : '';
    const records: Buffer[] = [];
    if (Buffer.byteLength(path) > 100) records.push(paxRecord('path', path));
    if (Buffer.byteLength(target) > 100) {
      records.push(paxRecord('linkpath', target));
    }
    if (records.length) {
      const pax = Buffer.concat(records);
      yield header('PaxHeaders/long', pax.length, 0o644, atMs, 'x');
      yield padded(pax);
    }
    if (isLink) {
      yield header(path, 0, 0o777, atMs, '2', target);
    } else {
      yield header(path, content.length, mode, atMs, '0');
      yield padded(content);
    }
  }
  yield Buffer.alloc(2 * block);
}
