/**
 * Node collects garbage the sooner the less its heap may hold: with its own limit of
 * several gigabytes at four times of what is alive, with this one at less than twice.
 * The large world has some 350 MB alive.
 */
export const heapLimit = '--max-old-space-size=1280';
