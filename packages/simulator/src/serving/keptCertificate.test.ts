import {
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptCertificate } from './keptCertificate';

describe('keptCertificate', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'certificate-'));
    file = join(folder, 'certificates', 'fra.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is the same at the next start, for the eyes of its owner', () => {
    const first = keptCertificate('fra', file);
    expect(keptCertificate('fra', file)).toEqual(first);
    expect(statSync(file).mode % 0o1000).toBe(0o600);
    expect(readdirSync(join(folder, 'certificates'))).toEqual(['fra.json']);
  });

  it('is made anew where it is for another name, broken, or not a pair', () => {
    const first = keptCertificate('fra', file);
    const other = keptCertificate('nrt', file);
    expect(other).not.toEqual(first);
    writeFileSync(file, '{"key": "');
    expect(keptCertificate('nrt', file)).not.toEqual(other);
    writeFileSync(file, JSON.stringify({ ...other, key: first.key }));
    expect(keptCertificate('nrt', file).key).not.toBe(first.key);
  });

  it('is kept nowhere without a file', () => {
    expect(keptCertificate('fra', undefined)).not.toEqual(
      keptCertificate('fra', undefined),
    );
  });
});
