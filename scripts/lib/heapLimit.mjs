/**
 * Node collects garbage the sooner the less its heap may hold: with its own limit of
 * several gigabytes at four times of what is alive, with this one at less than twice.
 * The large world has some 350 MB alive. Of what is young it otherwise keeps 64 MB,
 * which a backend that mostly reads and forgets does not become faster by.
 */
export const heapLimit = [
  '--max-old-space-size=1280',
  '--max-semi-space-size=8',
];
