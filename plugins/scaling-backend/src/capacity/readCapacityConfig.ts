import { RootConfigService } from '@backstage/backend-plugin-api';
import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import {
  CapacitySettings,
  defaultCapacitySettings,
} from '@worldscale/backstage-plugin-scaling-common';

/** One way in which demand is told, for the services that it is for. */
export interface DemandConfig {
  name: string;
  title: string;
  unit: string;
  /** PromQL, or the name of a metric. */
  query: string;
  /** Which labels name what; see `labelsOf`. */
  match: Readonly<Record<string, string>> | undefined;
  /** Entity references and `spec.type`s; both undefined: all services. */
  entityRefs: readonly string[] | undefined;
  types: readonly string[] | undefined;
  perReplica: number | undefined;
}

export interface CapacityConfig {
  demand: DemandConfig[];
  settings: CapacitySettings;
}

const PLACEHOLDER = /\{(\w*)\}/g;
export const placeholders = [
  'name',
  'namespace',
  'kubernetesId',
  'region',
  'cluster',
] as const;

/**
 * The config below `scaling.demand` and `scaling.capacity`.
 *
 * @throws InputError that names what is wrong
 */
export function readCapacityConfig(root: RootConfigService): CapacityConfig {
  const capacity = root.getOptionalConfig('scaling.capacity');
  const seconds = (key: string, fallback: number) =>
    capacity?.has(key)
      ? durationToMilliseconds(readDurationFromConfig(capacity, { key })) / 1000
      : fallback;
  const defaults = defaultCapacitySettings;
  const demand = (root.getOptionalConfigArray('scaling.demand') ?? []).map(
    readDemand,
  );
  const names = demand.map(({ name }) => name);
  const doubled = names.find((name, i) => names.indexOf(name) !== i);
  if (doubled !== undefined) {
    throw new InputError(
      `Invalid config: 'scaling.demand' has two entries that are called '${doubled}'`,
    );
  }
  return {
    demand,
    settings: {
      assumedStartSeconds: seconds(
        'replicaStart',
        defaults.assumedStartSeconds,
      ),
      nodeSeconds: seconds('newNode', defaults.nodeSeconds),
      personSeconds: seconds('raisedLimit', defaults.personSeconds),
    },
  };
}

function readDemand(config: Config, index: number): DemandConfig {
  const where = `scaling.demand[${index}]`;
  const metric = config.getOptionalString('metric');
  const expression = config.getOptionalString('expression');
  if ((metric === undefined) === (expression === undefined)) {
    throw new InputError(
      `Invalid config: '${where}' needs one of metric and expression`,
    );
  }
  const perReplica = config.getOptionalNumber('capacityPerReplica');
  if (perReplica !== undefined && !(perReplica > 0)) {
    throw new InputError(
      `Invalid config: '${where}.capacityPerReplica' must be above 0`,
    );
  }
  const name = config.getString('name');
  return {
    name,
    title: config.getOptionalString('title') ?? name,
    unit: config.getOptionalString('unit') ?? name,
    query: metric ?? expression ?? '',
    match: readMatch(config, where),
    entityRefs: config
      .getOptionalStringArray('services.entityRefs')
      ?.map(ref => ref.toLocaleLowerCase('en-US')),
    types: config
      .getOptionalStringArray('services.types')
      ?.map(type => type.toLocaleLowerCase('en-US')),
    perReplica,
  };
}

function readMatch(
  config: Config,
  where: string,
): Record<string, string> | undefined {
  const match = config.getOptionalConfig('match');
  if (!match) return undefined;
  const read = Object.fromEntries(
    match.keys().map(label => [label, match.getString(label)]),
  );
  const values = Object.values(read);
  for (const value of values) {
    for (const [, name] of value.matchAll(PLACEHOLDER)) {
      if (!(placeholders as readonly string[]).includes(name)) {
        throw new InputError(
          `Invalid config: '${where}.match' has the placeholder {${name}}; there are ${placeholders
            .map(each => `{${each}}`)
            .join(', ')}`,
        );
      }
    }
  }
  if (!values.some(value => /\{(name|kubernetesId)\}/.test(value))) {
    throw new InputError(
      `Invalid config: '${where}.match' must say by {name} or {kubernetesId} which label names the service`,
    );
  }
  return read;
}
