import { handOver } from './lib/toolchain.mjs';

await handOver('start/main.mjs');
