import { startTimesOf } from './startTimes';

const seconds = (values: number[]) => values.map(value => value * 1000);

describe('startTimesOf', () => {
  it('is the 90th percentile by nearest rank', () => {
    const ten = seconds([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect(startTimesOf(ten)).toEqual({ p90Seconds: 90, samples: 10 });
    expect(startTimesOf(seconds([30, 10, 20]))).toEqual({
      ...{ p90Seconds: 30, samples: 3 },
    });
  });

  it('leaves out what is no start', () => {
    const odd = seconds([0, -20, 40, 50, 60, 90_000]);
    expect(startTimesOf(odd)).toEqual({ p90Seconds: 60, samples: 3 });
  });

  it('is not known of few', () => {
    expect(startTimesOf(seconds([30, 40]))).toBeNull();
    expect(startTimesOf([])).toBeNull();
  });
});
