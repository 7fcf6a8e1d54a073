import {
  parseModelDuration,
  pyrraNames,
  pyrraSeries,
  slothNames,
  slothSeries,
} from './recordedElsewhere';

const dayMs = 86_400_000;

describe('slothSeries', () => {
  const labels =
    '{sloth_id="identity-login",sloth_service="identity",sloth_slo="login"}';
  const series = slothSeries({ service: 'identity', slo: 'login' }, 30 * dayMs);

  it('names what Sloth 0.16 records', () => {
    expect(series.errorRatio(300_000)).toBe(
      `slo:sli_error:ratio_rate5m${labels}`,
    );
    expect(series.errorRatio(7_200_000)).toBe(
      `slo:sli_error:ratio_rate2h${labels}`,
    );
    expect(series.errorRatio(30 * dayMs)).toBe(
      `slo:sli_error:ratio_rate30d${labels}`,
    );
    expect(series.objective).toBe(`slo:objective:ratio${labels}`);
    expect(series.info).toBe(`sloth_slo_info${labels}`);
  });

  it('writes four weeks as Sloth does', () => {
    const month = slothSeries({ service: 'a', slo: 'b' }, 28 * dayMs);
    expect(month.errorRatio(28 * dayMs)).toContain('ratio_rate4w{');
  });

  it('names the windows that there are where one is not', () => {
    expect(() => series.errorRatio(420_000)).toThrow(
      'Sloth records no window of 7m, only 5m, 30m, 1h, 2h, 6h, 1d, 3d, 30d',
    );
  });
});

describe('pyrraSeries', () => {
  it('names what Pyrra 0.10 records of a ratio', () => {
    const series = pyrraSeries({
      slo: 'http-errors',
      totalMetric: 'http_requests_total',
      errorMatcher: 'code=~"5.."',
      windowMs: 28 * dayMs,
    });
    expect(series.totalIncrease).toBe(
      'http_requests:increase4w{slo="http-errors"}',
    );
    expect(series.partIncrease).toBe(
      'http_requests:increase4w{slo="http-errors",code=~"5.."}',
    );
    expect(series.errorRatio(300_000)).toBe(
      'http_requests:burnrate5m{slo="http-errors"}',
    );
    expect(series.generic.availability).toBe(
      'pyrra_availability{slo="http-errors"}',
    );
  });

  it('tells the parts of a latency objective apart by le', () => {
    const series = pyrraSeries({
      slo: 'quick',
      totalMetric: 'http_request_duration_seconds_count',
      partMetric: 'http_request_duration_seconds_bucket',
      le: '0.25',
      windowMs: 30 * dayMs,
    });
    const name = 'http_request_duration_seconds:increase30d';
    expect(series.totalIncrease).toBe(`${name}{slo="quick",le=""}`);
    expect(series.partIncrease).toBe(`${name}{slo="quick",le="0.25"}`);
    expect(series.errorRatio(5_400_000)).toBe(
      'http_request_duration_seconds:burnrate1h30m{slo="quick"}',
    );
  });
});

describe('names for all SLOs at once', () => {
  it('are those of one SLO without its labels', () => {
    const one = slothSeries({ service: 'a', slo: 'b' }, 30 * dayMs);
    expect(one.errorRatio(30 * dayMs)).toMatch(
      new RegExp(`^${slothNames.errorRatio(30 * dayMs)}{`),
    );
    expect(slothNames.errorRatio(28 * dayMs)).toBe(
      'slo:sli_error:ratio_rate4w',
    );
  });

  it('tell the window of a burn rate of Pyrra', () => {
    expect(pyrraNames.windowOf('http_requests:burnrate1h30m')).toBe(5_400_000);
    expect(pyrraNames.windowOf('grpc:x:burnrate4d')).toBe(4 * dayMs);
    expect(pyrraNames.windowOf('http_requests:increase4w')).toBeUndefined();
  });

  it('read durations as Prometheus prints them', () => {
    expect(parseModelDuration('4w')).toBe(28 * dayMs);
    expect(parseModelDuration('1d12h')).toBe(1.5 * dayMs);
    expect(parseModelDuration('5')).toBeUndefined();
    expect(parseModelDuration('0s')).toBeUndefined();
    expect(parseModelDuration('m5')).toBeUndefined();
  });
});
