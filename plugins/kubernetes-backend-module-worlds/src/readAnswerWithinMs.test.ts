import { ConfigReader } from '@backstage/config';
import { readAnswerWithinMs } from './readAnswerWithinMs';

const read = (answerWithinSeconds?: number | string) =>
  readAnswerWithinMs(
    new ConfigReader({ kubernetes: { worlds: { answerWithinSeconds } } }),
  );

describe('readAnswerWithinMs', () => {
  it('is shorter than the time after which the tab asks again', () => {
    expect(read()).toBeLessThan(10_000);
    expect(readAnswerWithinMs(new ConfigReader({}))).toBe(read());
  });

  it('takes fractions of a second', () => {
    expect(read(0.5)).toBe(500);
  });

  it.each([0, -1, 121])('refuses %d', seconds => {
    expect(() => read(seconds)).toThrow(
      /kubernetes\.worlds\.answerWithinSeconds must be more than 0/,
    );
  });

  it('refuses what is no number', () => {
    expect(() => read('soon')).toThrow(/answerWithinSeconds/);
  });
});
