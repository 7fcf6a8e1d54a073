import { handOver } from './lib/toolchain.mjs';

await handOver('simulator/main.mjs');
