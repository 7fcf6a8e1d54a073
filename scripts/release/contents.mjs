import fs from 'node:fs';
import path from 'node:path';

function* filesOf(dir, base = dir) {
  for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
    const file = path.join(dir, entry.name);
    if (entry.isDirectory()) yield* filesOf(file, base);
    else yield path.relative(base, file).split(path.sep).join('/');
  }
}

/** All file names that a manifest's entry points name. */
function entryPoints(manifest) {
  const found = [];
  const visit = value => {
    if (typeof value === 'string') found.push(value);
    else if (value && typeof value === 'object')
      Object.values(value).forEach(visit);
  };
  for (const key of [
    'main',
    'module',
    'types',
    'exports',
    'configSchema',
    'bin',
  ])
    visit(manifest[key]);
  return found
    .filter(
      file => typeof file === 'string' && /\.(c?js|mjs|d\.ts|json)$/.test(file),
    )
    .map(file => file.replace(/^\.\//, ''));
}

/** What is wrong with an unpacked package: missing entry points, sources, leftovers of the workspace. */
export function contentProblems(root, { name, version }) {
  const files = [...filesOf(root)];
  const manifest = JSON.parse(
    fs.readFileSync(path.join(root, 'package.json'), 'utf8'),
  );
  const problems = [];
  if (manifest.name !== name || manifest.version !== version)
    problems.push(`the manifest says ${manifest.name}@${manifest.version}`);
  for (const file of new Set(entryPoints(manifest))) {
    if (!files.includes(file))
      problems.push(`entry point ${file} is not in the package`);
  }
  if (!files.includes('README.md'))
    problems.push('README.md is not in the package');
  for (const file of files) {
    if (/\.test\.|(^|\/)src\/|\.tsx?$/.test(file) && !/\.d\.ts$/.test(file))
      problems.push(`${file} does not belong in the package`);
  }
  for (const [dependency, range] of Object.entries(
    manifest.dependencies ?? {},
  )) {
    if (/^(workspace|link|file):/.test(range))
      problems.push(
        `depends on ${dependency} as ${range}, which only this workspace understands`,
      );
  }
  if (
    /-backend$/.test(name) &&
    files.some(file => file.startsWith('migrations/')) === false &&
    manifest.files?.includes('migrations')
  ) {
    problems.push('migrations are not in the package');
  }
  return { files: files.length, problems };
}
