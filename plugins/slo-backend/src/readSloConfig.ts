import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  RootConfigService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';

const dayMs = 86_400_000;

/** Twice within the time after which values count as old. */
const measureSchedule: SchedulerServiceTaskScheduleDefinition = {
  frequency: { seconds: 20 },
  timeout: { minutes: 5 },
  // After the first files were read.
  initialDelay: { seconds: 12 },
};

/** New annotations are seen soon; files are asked for again after `recheckAfter`. */
const readSchedule: SchedulerServiceTaskScheduleDefinition = {
  frequency: { seconds: 10 },
  timeout: { minutes: 5 },
  initialDelay: { seconds: 5 },
};

export interface SloConfig {
  /** Addresses of files that belong to no entity. */
  files: string[];
  recheckAfterMs: number;
  /** SLOs that are measured without loaded rules, at the most. */
  mostDirect: number;
  /** How far back hours are read from Prometheus. */
  readBackMs: number;
  retention: { hoursMs: number; daysMs: number; changesMs: number };
  measureSchedule: SchedulerServiceTaskScheduleDefinition;
  readSchedule: SchedulerServiceTaskScheduleDefinition;
}

/** @throws InputError that names the key that is wrong */
export function readSloConfig(root: RootConfigService): SloConfig {
  const files = root.getOptionalStringArray('slo.files') ?? [];
  for (const url of files) {
    if (!URL.canParse(url)) {
      throw new InputError(
        `Invalid config: 'slo.files' holds '${url}', which is no address`,
      );
    }
  }
  const duration = (key: string, fallbackMs: number) => {
    if (!root.has(`slo.${key}`)) return fallbackMs;
    const ms = durationToMilliseconds(
      readDurationFromConfig(root, { key: `slo.${key}` }),
    );
    if (ms > 0) return ms;
    throw new InputError(`Invalid config: 'slo.${key}' must be above 0`);
  };
  const schedule = (
    key: string,
    fallback: SchedulerServiceTaskScheduleDefinition,
  ) => {
    const own = root.getOptionalConfig(`slo.${key}`);
    return own
      ? readSchedulerServiceTaskScheduleDefinitionFromConfig(own)
      : fallback;
  };
  const mostDirect = root.getOptionalNumber('slo.mostWithoutRules') ?? 500;
  if (!Number.isInteger(mostDirect) || mostDirect < 0) {
    throw new InputError(
      `Invalid config: 'slo.mostWithoutRules' must be a whole number, not ${mostDirect}`,
    );
  }
  // A quarter and some days, so that the last one can be told by the hour.
  const hoursMs = duration('retention.hours', 100 * dayMs);
  return {
    files,
    readBackMs: Math.min(duration('readBack', hoursMs), hoursMs),
    recheckAfterMs: duration('recheckAfter', 5 * 60_000),
    mostDirect,
    retention: {
      hoursMs,
      daysMs: duration('retention.days', 3 * 366 * dayMs),
      changesMs: duration('retention.changes', 400 * dayMs),
    },
    measureSchedule: schedule('measureSchedule', measureSchedule),
    readSchedule: schedule('readSchedule', readSchedule),
  };
}
