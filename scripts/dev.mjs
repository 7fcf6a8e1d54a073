import { handOver } from './lib/toolchain.mjs';

await handOver('dev/main.mjs');
