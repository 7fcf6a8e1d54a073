import { InputError } from '@backstage/errors';
import {
  CompiledSlo,
  formatRuleFile,
} from '@worldscale/backstage-plugin-slo-common';
import { ExitCode, exitCodes, Terminal } from '../Terminal';
import { compileFiles, reportProblems } from './compileFiles';
import { findSloFiles } from './findSloFiles';
import { isFileName, OutputFolder, OutputFile } from './RuleOutput';
import { counted } from './validateSlos';

export interface RulesOptions {
  output?: string;
  check: boolean;
  baseUrl?: string;
  strict: boolean;
}

function hasRunbookPath({ slo }: CompiledSlo): boolean {
  return slo.runbook !== undefined && !/^https?:/i.test(slo.runbook);
}

function byService(compiled: readonly CompiledSlo[]): Map<string, string> {
  const services = new Map<string, CompiledSlo[]>();
  for (const each of compiled) {
    const { service } = each.slo;
    services.set(service, [...(services.get(service) ?? []), each]);
  }
  return new Map(
    [...services].map(([service, own]) => [
      // A service may be called anything; its file stays in the folder.
      `${encodeURIComponent(service.replace(/\p{Cs}/gu, '_'))}.yaml`,
      formatRuleFile(own.flatMap(({ groups }) => groups)),
    ]),
  );
}

/**
 * Compiles files to rules and prints them, writes them, or says whether what is
 * written is up to date. Nothing is written where anything is wrong: half of the
 * rules would look like all of them.
 */
export async function writeSloRules(
  paths: readonly string[],
  options: RulesOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { output, check, baseUrl, strict } = options;
  const texts = await findSloFiles(paths, terminal.cwd);
  const { compiled, problems } = compileFiles(texts, { baseUrl });
  const told = reportProblems(problems, terminal);
  const isUnplaced = baseUrl === undefined && compiled.some(hasRunbookPath);
  if (isUnplaced) {
    terminal.report(
      'worldscale: runbooks are paths within a repository; with --base-url alerts lead to them\n',
    );
  }
  const { errors } = told;
  // Alerts without the runbook that they have: said once, and not strict enough.
  const warnings = told.warnings + Number(isUnplaced);
  if (errors > 0 || (strict && warnings > 0)) {
    const found =
      errors > 0 ? counted(errors, 'error') : counted(warnings, 'warning');
    terminal.report(`worldscale: ${found}; no rules were written\n`);
    return exitCodes.found;
  }
  const all = formatRuleFile(compiled.flatMap(({ groups }) => groups));
  if (output === undefined) {
    if (!check) terminal.print(all);
    return exitCodes.done;
  }
  if (!output.trim()) throw new InputError('--output: expected a path');
  const target = (await isFileName(output, terminal.cwd))
    ? new OutputFile(output, terminal.cwd, all)
    : new OutputFolder(output, terminal.cwd, byService(compiled));
  const changes = await target.changes();
  if (!check) {
    await target.write();
    for (const { name, what } of changes)
      terminal.report(`${name}: ${what.done}\n`);
    return exitCodes.done;
  }
  for (const { name, what } of changes)
    terminal.report(`${name}: ${what.due}\n`);
  return changes.length ? exitCodes.found : exitCodes.done;
}
