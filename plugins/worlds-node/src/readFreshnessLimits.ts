import { RootConfigService } from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import {
  defaultFreshnessLimits,
  FreshnessLimits,
} from '@worldscale/backstage-plugin-worlds-common';

const ROOT = 'worldscale.freshness';

/**
 * Freshness limits from `worldscale.freshness.{oldAfter,unknownAfter}`; what is left
 * out has its default.
 *
 * @throws InputError where a duration is not readable, or what is old would be
 * unknown already
 */
export function readFreshnessLimits(
  config: RootConfigService,
): FreshnessLimits {
  const read = (key: string, fallbackMs: number) =>
    config.has(`${ROOT}.${key}`)
      ? durationToMilliseconds(
          readDurationFromConfig(config, { key: `${ROOT}.${key}` }),
        )
      : fallbackMs;
  const oldAfterMs = read('oldAfter', defaultFreshnessLimits.oldAfterMs);
  const unknownAfterMs = read(
    'unknownAfter',
    defaultFreshnessLimits.unknownAfterMs,
  );
  if (!(oldAfterMs > 0 && unknownAfterMs > oldAfterMs)) {
    throw new InputError(
      `Invalid config: '${ROOT}.unknownAfter' (${unknownAfterMs} ms) must be longer than '${ROOT}.oldAfter' (${oldAfterMs} ms), and both longer than nothing`,
    );
  }
  return { oldAfterMs, unknownAfterMs };
}
