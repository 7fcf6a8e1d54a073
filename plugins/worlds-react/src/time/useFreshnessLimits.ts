import { Config, readDurationFromConfig } from '@backstage/config';
import { configApiRef, useApiHolder } from '@backstage/core-plugin-api';
import { durationToMilliseconds } from '@backstage/types';
import {
  defaultFreshnessLimits,
  FreshnessLimits,
} from '@worldscale/backstage-plugin-worlds-common';
import { useMemo } from 'react';

function readMs(config: Config | undefined, key: string, fallbackMs: number) {
  const path = `worldscale.freshness.${key}`;
  return config?.has(path)
    ? durationToMilliseconds(readDurationFromConfig(config, { key: path }))
    : fallbackMs;
}

/** Freshness limits of the installation, the same that its backends use. */
export function useFreshnessLimits(): FreshnessLimits {
  const config = useApiHolder().get(configApiRef);
  return useMemo(
    () => ({
      oldAfterMs: readMs(config, 'oldAfter', defaultFreshnessLimits.oldAfterMs),
      unknownAfterMs: readMs(
        config,
        'unknownAfter',
        defaultFreshnessLimits.unknownAfterMs,
      ),
    }),
    [config],
  );
}
