import { handOver } from './lib/toolchain.mjs';
import { readOptions } from './start/readOptions.mjs';

await handOver('start/main.mjs', process.argv.slice(2), readOptions);
