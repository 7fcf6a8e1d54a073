import { isSettable, ManualClock, MovableClock, systemClock } from './Clock';

describe('a clock that can be moved', () => {
  it('runs on from where it was moved to', () => {
    const machine = new ManualClock(1_000);
    const clock = new MovableClock(machine);
    expect(clock.now()).toBe(1_000);
    clock.set(5_000);
    machine.advance(250);
    expect(clock.now()).toBe(5_250);
    clock.set(2_000);
    expect(clock.now()).toBe(2_000);
  });

  it('is not that of the machine', () => {
    expect([systemClock, new MovableClock()].map(isSettable)).toEqual([
      false,
      true,
    ]);
  });
});
