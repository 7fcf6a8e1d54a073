import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { defineSlos } from '../definition/defineSlos';
import { OpenSloFile, readOpenSlo } from '../openslo/readOpenSlo';

const rootDir = join(__dirname, '../../../..');

function* sloFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sloFiles(path);
    else if (entry.name === 'slo.yaml') yield path;
  }
}

/** Every OpenSLO file of LifeVerse's catalog, and the SLOs that they define. */
export function catalogSlos() {
  const catalog = join(rootDir, 'catalog');
  const paths = [...sloFiles(catalog), join(catalog, 'slo/shared.yaml')];
  const files: OpenSloFile[] = paths.map(path =>
    readOpenSlo(readFileSync(path, 'utf8'), relative(rootDir, path)),
  );
  return { files, ...defineSlos(files) };
}
