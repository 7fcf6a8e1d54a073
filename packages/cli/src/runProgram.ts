import { isError } from '@backstage/errors';
import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { addSloCommands } from './slo/addSloCommands';
import { ExitCode, exitCodes, Terminal } from './Terminal';

/** Runs one command line; gives the exit code and never throws. */
export async function runProgram(
  words: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  const program = new Command('worldscale')
    .description('Checks definitions and writes rules, in pipelines.')
    .version(version);
  addSloCommands(program, terminal, found => {
    code = found;
  });
  for (const command of withCommands(program)) {
    command
      .exitOverride()
      .configureOutput({ writeOut: terminal.print, writeErr: terminal.report })
      .showHelpAfterError('(add --help for more)');
  }
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    // Commander has said what it says; help and version are no failures.
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.done : exitCodes.failed;
    }
    const reason = isError(error) ? error.message : String(error);
    terminal.report(`worldscale: ${reason}\n`);
    return exitCodes.failed;
  }
  return code;
}

function* withCommands(command: Command): Generator<Command> {
  yield command;
  for (const each of command.commands) yield* withCommands(each);
}
