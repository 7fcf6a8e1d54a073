/**
 * V8 lets garbage pile up beside what is alive: twice as much again and more, as long as
 * much is allocated, and then keeps that memory. It collects once there is three tenths of
 * it instead, at the price of some more work. The large world has some 300 MB alive.
 * What is young may take 16 MB instead of 32: a backend mostly reads and forgets.
 */
export const heapGrowth = [
  '--heap-growing-percent=30',
  '--max-semi-space-size=16',
];
