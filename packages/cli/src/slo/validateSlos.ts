import { ExitCode, exitCodes, Terminal } from '../Terminal';
import { compileFiles, reportProblems } from './compileFiles';
import { findSloFiles } from './findSloFiles';

export const counted = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`;

/** Says what is wrong in some files, also what only their rules would show. */
export async function validateSlos(
  paths: readonly string[],
  options: { strict: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const texts = await findSloFiles(paths, terminal.cwd);
  // Links of runbooks depend on where the files will lie.
  const result = compileFiles(texts, { baseUrl: 'https://repository.invalid' });
  const { errors, warnings } = reportProblems(result.problems, terminal);
  terminal.print(
    `${counted(result.slos, 'SLO')} in ${counted(
      result.files,
      'file',
    )}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}\n`,
  );
  const isSound = errors === 0 && !(options.strict && warnings > 0);
  return isSound ? exitCodes.done : exitCodes.found;
}
