import { runWithTimeLimit, TimeLimitError } from './runWithTimeLimit';

describe('runWithTimeLimit', () => {
  it('returns what the work returns, and throws what it throws', () => {
    expect(runWithTimeLimit(() => 7, 10_000)).toBe(7);
    expect(() =>
      runWithTimeLimit(() => {
        throw new RangeError('of the work');
      }, 10_000),
    ).toThrow(new RangeError('of the work'));
  });

  it('stops an endless loop', () => {
    expect(() =>
      runWithTimeLimit(() => {
        for (;;);
      }, 20),
    ).toThrow(TimeLimitError);
  });

  it('stops a regular expression that goes astray', () => {
    expect(() =>
      runWithTimeLimit(() => /^(a+)+$/.test(`${'a'.repeat(60)}b`), 20),
    ).toThrow(TimeLimitError);
  });
});
