import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  CapacityPlan,
  planCapacity,
  ServiceKind,
  serviceNameProblem,
} from '@worldscale/backstage-plugin-worlds-common';
import { markdownText, plainText } from './plainText';
import { Named, NamedRegion, ServiceCatalog } from './ServiceCatalog';

/** The form's answers, each legal by itself. */
export interface ServiceAnswers {
  kind: ServiceKind;
  name: string;
  description: string;
  world: string;
  regions: string[];
  owner: string;
  lifecycle: string;
  tier: string;
  capacity: { peakPlayers: number; playersPerInstance: number };
  image: string;
  costCenter?: string;
  pagerDutyServiceId?: string;
}

/** All that the skeleton's files are filled with. */
export interface ServicePlan {
  kind: ServiceKind;
  /** `spec.type` of its Component. */
  type: 'shard-service' | 'world-service';
  name: string;
  title: string;
  /** One line; to be quoted in YAML. */
  description: string;
  /** The same for Markdown. */
  descriptionMarkdown: string;
  world: Named;
  /** In the clusters. */
  namespace: string;
  regions: NamedRegion[];
  owner: Named;
  lifecycle: string;
  tier: string;
  image: string;
  costCenter: string;
  pagerDutyServiceId: string;
  peakPlayers: number;
  playersPerInstance: number;
  /** In each region. */
  capacity: CapacityPlan;
}

/** Namespaces, label values and folders (RFC 1123). */
const legalLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** `aurora-auction` -> `Aurora Auction` */
export function titleOf(name: string): string {
  return name
    .split('-')
    .filter(Boolean)
    .map(word => word[0].toLocaleUpperCase('en-US') + word.slice(1))
    .join(' ');
}

/**
 * Checks the answers against each other and the catalog, and works out what follows
 * from them.
 *
 * @throws InputError, NotFoundError or ConflictError that begins with the name of
 * the field concerned
 */
export async function planService(
  answers: ServiceAnswers,
  catalog: ServiceCatalog,
): Promise<ServicePlan> {
  const { kind, name } = answers;
  const problem = serviceNameProblem(kind, name);
  if (problem) throw new InputError(`name: ${problem}`);
  const description = plainText(answers.description);
  if (!description) throw new InputError('description: Say what it does.');
  const world = await catalog.world(answers.world);
  requireLabel('world', world.name, 'a namespace in Kubernetes');
  const regions = await catalog.regions(answers.regions);
  for (const region of regions) {
    requireLabel('regions', region.name, 'a label in Kubernetes');
  }
  const owner = await catalog.owner(answers.owner);
  requireLabel('owner', owner.name.toLocaleLowerCase('en-US'), 'a label');
  await catalog.requireFree(name);
  return {
    kind,
    type: kind === 'stateful-shard' ? 'shard-service' : 'world-service',
    name,
    title: titleOf(name),
    description,
    descriptionMarkdown: markdownText(description),
    world,
    namespace: world.name,
    regions,
    owner,
    lifecycle: answers.lifecycle,
    tier: answers.tier,
    image: answers.image,
    costCenter: answers.costCenter || world.name,
    pagerDutyServiceId: answers.pagerDutyServiceId ?? '',
    ...answers.capacity,
    capacity: sized(answers, regions.length),
  };
}

function requireLabel(field: string, name: string, what: string) {
  if (!legalLabel.test(name)) {
    throw new InputError(`${field}: '${name}' cannot be ${what}`);
  }
}

function sized({ kind, capacity }: ServiceAnswers, regions: number) {
  try {
    return planCapacity({ kind, regions, ...capacity });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(`capacity.${error.message}`);
  }
}

/** A plan as steps of a task hand it on. */
export function toJson(plan: ServicePlan): JsonObject {
  return JSON.parse(JSON.stringify(plan));
}
