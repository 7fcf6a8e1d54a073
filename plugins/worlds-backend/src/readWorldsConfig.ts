import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  RootConfigService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';

/** Domains of the suite; those that are not installed are left out by themselves. */
const knownDomains = [
  'scaling',
  'slo',
  'runbooks',
  'incidents',
  'cost',
  'compliance',
];

/** A domain's rows change with its sources, which are read every few seconds. */
const pullSchedule: SchedulerServiceTaskScheduleDefinition = {
  frequency: { seconds: 10 },
  timeout: { minutes: 2 },
  initialDelay: { seconds: 3 },
};

/** The catalog itself takes a minute or so to notice a change. */
const catalogSchedule: SchedulerServiceTaskScheduleDefinition = {
  frequency: { seconds: 30 },
  timeout: { minutes: 5 },
  initialDelay: { seconds: 3 },
};

export interface WorldsConfig {
  domains: string[];
  pullSchedule: SchedulerServiceTaskScheduleDefinition;
  catalogSchedule: SchedulerServiceTaskScheduleDefinition;
}

/** @throws InputError that names the key that is wrong */
export function readWorldsConfig(config: RootConfigService): WorldsConfig {
  const domains = [
    ...new Set(config.getOptionalStringArray('worlds.domains') ?? knownDomains),
  ];
  const strange = domains.find(id => !/^[a-z][a-z0-9-]*$/.test(id));
  if (strange !== undefined) {
    throw new InputError(
      `Invalid config: 'worlds.domains' holds '${strange}', which is no plugin id`,
    );
  }
  const schedule = (
    key: string,
    fallback: SchedulerServiceTaskScheduleDefinition,
  ) => {
    const own = config.getOptionalConfig(`worlds.${key}`);
    return own
      ? readSchedulerServiceTaskScheduleDefinitionFromConfig(own)
      : fallback;
  };
  return {
    domains,
    pullSchedule: schedule('pullSchedule', pullSchedule),
    catalogSchedule: schedule('catalogSchedule', catalogSchedule),
  };
}
