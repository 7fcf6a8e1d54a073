import { Command } from 'commander';
import { ExitCode, Terminal } from '../Terminal';
import { RulesOptions, writeSloRules } from './writeSloRules';
import { validateSlos } from './validateSlos';

const paths = 'OpenSLO files, or folders to look through for them';

export function addSloCommands(
  program: Command,
  terminal: Terminal,
  end: (code: ExitCode) => void,
): void {
  const slo = program
    .command('slo')
    .description('service level objectives as OpenSLO v1');
  slo
    .command('rules')
    .description('compile OpenSLO files to rules for Prometheus')
    .argument('<paths...>', paths)
    .option(
      '-o, --output <path>',
      'a file (.yaml, .yml), or a folder that gets one file for each service; default: print',
    )
    .option(
      '--check',
      'write nothing; fail where the output is not up to date',
      false,
    )
    .option(
      '--base-url <url>',
      'address of the current folder in its repository, for links to runbooks',
    )
    .option('--strict', 'fail on warnings, too', false)
    .action(async (given: string[], options: RulesOptions) => {
      end(await writeSloRules(given, options, terminal));
    });
  slo
    .command('validate')
    .description('say what is wrong in OpenSLO files, and where')
    .argument('<paths...>', paths)
    .option('--strict', 'fail on warnings, too', false)
    .action(async (given: string[], options: { strict: boolean }) => {
      end(await validateSlos(given, options, terminal));
    });
}
