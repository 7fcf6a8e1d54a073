/** The house's table of who may import whom, as data and as a function. */
import fs from 'node:fs';
import path from 'node:path';

const prefix = '@worldscale/backstage-plugin-';

/** Workspaces of the repository: folder, npm name, absolute directory. */
export function workspaces(rootDir) {
  return ['packages', 'plugins', 'benchmarks'].flatMap(parent =>
    fs
      .readdirSync(path.join(rootDir, parent))
      .map(name => ({
        folder: `${parent}/${name}`,
        dir: path.join(rootDir, parent, name),
      }))
      .filter(({ dir }) => fs.existsSync(path.join(dir, 'package.json')))
      .map(workspace => ({
        ...workspace,
        manifest: JSON.parse(
          fs.readFileSync(path.join(workspace.dir, 'package.json'), 'utf8'),
        ),
      })),
  );
}

/** Source files below a folder. */
export function* sourcesOf(dir) {
  if (!fs.existsSync(dir)) return;
  for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
    if (['node_modules', 'dist', 'dist-types'].includes(entry.name)) continue;
    const file = path.join(dir, entry.name);
    if (entry.isDirectory()) yield* sourcesOf(file);
    else if (/\.[cm]?[jt]sx?$/.test(entry.name)) yield file;
  }
}

/** Module names that a source file imports, requires, re-exports or mocks. */
export function importsOf(source) {
  const found = new Set();
  const patterns = [
    /\b(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/g,
    /\bimport\s*['"]([^'"]+)['"]/g,
    /\b(?:import|require|require\.resolve|jest\.mock|jest\.requireActual)\s*\(\s*['"]([^'"]+)['"]/g,
  ];
  for (const pattern of patterns) {
    for (const match of source.matchAll(pattern)) found.add(match[1]);
  }
  return [...found];
}

const isCommon = name => name.endsWith('-common');
const isModule = name => /-backend-module-/.test(name);

/**
 * Whether a workspace may import another.
 *
 * @param from folder of the importing workspace, `plugins/scaling-backend`
 * @param to folder name of the imported plugin, `worlds-common`, or `simulator`
 */
export function mayImport(from, to, { isTest = false } = {}) {
  const [parent, name] = from.split('/');
  if (to === 'simulator') return isTest;
  if (parent === 'benchmarks') return false;
  if (parent === 'packages') {
    if (name === 'app')
      return !to.endsWith('-backend') && !to.endsWith('-node') && !isModule(to);
    if (name === 'backend')
      return to.endsWith('-backend') || isModule(to) || to === 'worlds-node';
    if (name === 'cli') return isCommon(to) || to === 'worlds-node';
    return false;
  }
  if (name === 'worlds-common' || name === 'markdown-common') return false;
  if (isModule(name)) return isCommon(to) || to === 'worlds-node';
  if (isCommon(name) || name === 'worlds-node' || name === 'worlds-react')
    return to === 'worlds-common';
  if (name.endsWith('-backend')) return isCommon(to) || to === 'worlds-node';
  // A frontend plugin.
  return (
    to === `${name}-common` ||
    to === 'worlds-common' ||
    to === 'worlds-react' ||
    to === 'markdown-common'
  );
}

/** Every import in the repository that the table does not allow, as sentences. */
export function importViolations(rootDir) {
  const all = workspaces(rootDir);
  const byName = new Map(
    all.map(({ manifest, folder }) => [manifest.name, folder.split('/')[1]]),
  );
  const violations = [];
  for (const { folder, dir, manifest } of all) {
    for (const file of sourcesOf(path.join(dir, 'src'))) {
      const isTest =
        /\.test\.[jt]sx?$|[\\/](__tests__|__testUtils__|__fixtures__|testing)[\\/]|setupTests/.test(
          file,
        );
      const at = path.relative(rootDir, file);
      for (const name of importsOf(fs.readFileSync(file, 'utf8'))) {
        if (name.startsWith('.')) {
          const target = path.resolve(path.dirname(file), name);
          if (path.relative(dir, target).startsWith('..'))
            violations.push(`${at} imports ${name}, which leaves its package`);
          continue;
        }
        const owner = name.startsWith('@')
          ? name.split('/').slice(0, 2).join('/')
          : name.split('/')[0];
        if (
          owner === manifest.name ||
          !(byName.has(owner) || owner.startsWith(prefix))
        )
          continue;
        const to = byName.get(owner) ?? owner.slice(prefix.length);
        if (!mayImport(folder, to, { isTest }))
          violations.push(
            `${at} imports ${owner}, which the house does not allow`,
          );
      }
    }
  }
  return violations;
}
