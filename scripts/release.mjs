import { handOver } from './lib/toolchain.mjs';

await handOver('release/main.mjs');
