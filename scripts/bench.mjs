import { handOver } from './lib/toolchain.mjs';

await handOver('bench/main.mjs');
