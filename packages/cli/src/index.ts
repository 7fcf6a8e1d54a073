/**
 * The command line of Worldscale.
 *
 * @packageDocumentation
 */
import process from 'node:process';
import { runProgram } from './runProgram';

void runProgram(process.argv.slice(2), {
  cwd: process.cwd(),
  print: text => void process.stdout.write(text),
  report: text => void process.stderr.write(text),
}).then(code => {
  // Not exit(): what was printed into a pipe must arrive whole.
  process.exitCode = code;
});
