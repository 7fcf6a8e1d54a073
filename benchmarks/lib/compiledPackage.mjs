/**
 * The sources of workspaces as plain JavaScript, as they are once published, so that a
 * measured process holds the product and not a compiler.
 */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { rootDir } from '../../scripts/lib/toolchain.mjs';

function* sources(dir) {
  for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
    const file = path.join(dir, entry.name);
    if (entry.isDirectory()) yield* sources(file);
    else if (/\.ts$/.test(file) && !/\.(test|d)\.ts$/.test(file)) yield file;
  }
}

/**
 * @param folder of the workspace, `plugins/markdown-common`
 * @param modulesDir a node_modules folder that the result is put into
 */
export function compilePackage(folder, modulesDir) {
  const from = path.join(rootDir, folder);
  const { name } = JSON.parse(
    fs.readFileSync(path.join(from, 'package.json'), 'utf8'),
  );
  const to = path.join(modulesDir, name);
  for (const file of sources(path.join(from, 'src'))) {
    const target = path
      .join(to, path.relative(from, file))
      .replace(/\.ts$/, '.js');
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(
      target,
      ts.transpileModule(fs.readFileSync(file, 'utf8'), {
        compilerOptions: {
          module: ts.ModuleKind.CommonJS,
          target: ts.ScriptTarget.ES2022,
          esModuleInterop: true,
        },
      }).outputText,
    );
  }
  fs.writeFileSync(
    path.join(to, 'package.json'),
    JSON.stringify({ name, main: 'src/index.js' }),
  );
  // What only this workspace has, in its own version.
  const own = path.join(from, 'node_modules');
  if (fs.existsSync(own))
    fs.symlinkSync(own, path.join(to, 'node_modules'), 'junction');
  return to;
}
