import { InputError } from '@backstage/errors';
import {
  CompiledSlo,
  compileSlo,
  defineSlos,
  formatPath,
  formatProblem,
  Problem,
  readOpenSlo,
} from '@worldscale/backstage-plugin-slo-common';
import { Terminal } from '../Terminal';
import { SloText } from './findSloFiles';

export interface CompiledFiles {
  files: number;
  /** SLOs as they are written, those with errors too. */
  slos: number;
  compiled: CompiledSlo[];
  problems: Problem[];
}

/** A path beside its file as an address: the repository has the same folders. */
function runbookUrl(path: string, file: string, baseUrl: string): string {
  const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;
  return new URL(path, new URL(file, base)).href;
}

/**
 * All SLOs of some files that belong together, compiled.
 *
 * @throws InputError where the base address is none
 */
export function compileFiles(
  texts: readonly SloText[],
  options: { baseUrl?: string } = {},
): CompiledFiles {
  const { baseUrl } = options;
  if (baseUrl !== undefined && !/^https?:\/\/[^/]/.test(baseUrl)) {
    throw new InputError(
      `--base-url: expected an address of http or https, found "${baseUrl}"`,
    );
  }
  const files = texts.map(({ name, text }) => readOpenSlo(text, name));
  const { slos, problems } = defineSlos(files);
  for (const { file, entries, problems: own } of files) {
    if (entries.length || own.length) continue;
    const message = 'expected an OpenSLO object, found none';
    problems.push({
      ...{ severity: 'warning', file, line: 1, column: 1 },
      ...{ field: formatPath([]), message },
    });
  }
  const compiled = slos.map(slo =>
    compileSlo(slo, {
      ...(baseUrl && {
        runbookUrl: (path, { position }) =>
          runbookUrl(path, position.file, baseUrl),
      }),
    }),
  );
  problems.push(...compiled.flatMap(each => each.problems));
  const written = files.flatMap(({ entries, faulty }) => [
    ...entries.map(({ object }) => object),
    ...faulty,
  ]);
  return {
    files: files.length,
    slos: written.filter(({ kind }) => kind === 'SLO').length,
    compiled,
    problems,
  };
}

/** The same on every machine, whatever its language. */
function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Says all problems, by file and line, and how many there were. */
export function reportProblems(
  problems: readonly Problem[],
  terminal: Terminal,
): { errors: number; warnings: number } {
  const inOrder = [...problems].sort(
    (a, b) => order(a.file, b.file) || a.line - b.line || a.column - b.column,
  );
  for (const problem of inOrder) {
    const [place, ...rest] = splitPlace(formatProblem(problem));
    terminal.report(`${place} ${problem.severity}: ${rest.join('')}\n`);
  }
  const errors = problems.filter(p => p.severity === 'error').length;
  return { errors, warnings: problems.length - errors };
}

/** `slo.yaml:12:5: message` in two; a path may hold colons of its own. */
function splitPlace(text: string): string[] {
  const match = /^(.*?:\d+:\d+:) ([\s\S]*)$/.exec(text);
  return match ? [match[1], match[2]] : [text];
}
