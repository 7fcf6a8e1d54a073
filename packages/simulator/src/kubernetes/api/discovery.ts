import { apiVersionOf, ResourceType, verbsOf } from './resourceTypes';

/** POST-only resources with which clients ask what they may do. */
const reviewGroups = [
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    reviews: [
      ['LocalSubjectAccessReview', 'localsubjectaccessreviews', true],
      ['SelfSubjectAccessReview', 'selfsubjectaccessreviews', false],
      ['SelfSubjectRulesReview', 'selfsubjectrulesreviews', false],
      ['SubjectAccessReview', 'subjectaccessreviews', false],
    ] as const,
  },
  {
    group: 'authentication.k8s.io',
    version: 'v1',
    reviews: [['SelfSubjectReview', 'selfsubjectreviews', false]] as const,
  },
];

interface DiscoveredResource {
  name: string;
  singularName: string;
  namespaced: boolean;
  kind: string;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
  /** Group and version of the kind where they differ from the resource's. */
  group?: string;
  version?: string;
}

/** Resources of one group and version, subresources as `pods/log`. */
function resourcesOf(
  types: readonly ResourceType[],
  group: string,
  version: string,
): DiscoveredResource[] {
  const resources: DiscoveredResource[] = [];
  for (const type of types) {
    if (type.group !== group || type.version !== version) continue;
    resources.push({
      name: type.plural,
      singularName: type.singular,
      namespaced: type.namespaced,
      kind: type.kind,
      verbs: verbsOf(type),
      ...(type.shortNames && { shortNames: type.shortNames }),
      ...(type.categories && { categories: type.categories }),
    });
    for (const subresource of type.subresources ?? []) {
      resources.push({
        name: `${type.plural}/${subresource}`,
        singularName: '',
        namespaced: type.namespaced,
        kind: subresource === 'scale' ? 'Scale' : type.kind,
        verbs: ['get'],
        ...(subresource === 'scale' && { group: 'autoscaling', version: 'v1' }),
      });
    }
  }
  for (const { reviews, ...review } of reviewGroups) {
    if (review.group !== group || review.version !== version) continue;
    for (const [kind, name, namespaced] of reviews) {
      resources.push({
        name,
        singularName: kind.toLowerCase(),
        namespaced,
        kind,
        verbs: ['create'],
      });
    }
  }
  return resources;
}

/** Groups other than the core's, each with its versions, the preferred first. */
export function groupVersions(types: readonly ResourceType[]) {
  const groups = new Map<string, string[]>();
  for (const { group, version } of [...types, ...reviewGroups]) {
    if (group === '') continue;
    const versions = groups.get(group) ?? [];
    if (!versions.includes(version)) versions.push(version);
    groups.set(group, versions);
  }
  return groups;
}

export function apiVersions(serverAddress: string) {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
  };
}

function apiGroup(name: string, versions: string[]) {
  const named = versions.map(version => ({
    groupVersion: `${name}/${version}`,
    version,
  }));
  return { name, versions: named, preferredVersion: named[0] };
}

export function apiGroupList(types: readonly ResourceType[]) {
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: [...groupVersions(types)].map(([name, versions]) =>
      apiGroup(name, versions),
    ),
  };
}

/** `/apis/{group}`; undefined: there is no such group. */
export function describeGroup(types: readonly ResourceType[], name: string) {
  const versions = groupVersions(types).get(name);
  return (
    versions && {
      kind: 'APIGroup',
      apiVersion: 'v1',
      ...apiGroup(name, versions),
    }
  );
}

/** `/api/v1` and `/apis/{group}/{version}`; undefined: there is none. */
export function apiResourceList(
  types: readonly ResourceType[],
  group: string,
  version: string,
) {
  const resources = resourcesOf(types, group, version);
  if (resources.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf({ group, version }),
    resources,
  };
}

/**
 * Aggregated discovery (apidiscovery.k8s.io): the core group on `/api`, all others
 * on `/apis`.
 */
export function aggregatedDiscovery(
  types: readonly ResourceType[],
  root: 'api' | 'apis',
  discoveryVersion: 'v2' | 'v2beta1',
) {
  const groups: [string, string[]][] =
    root === 'api' ? [['', ['v1']]] : [...groupVersions(types)];
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${discoveryVersion}`,
    metadata: {},
    items: groups.map(([group, versions]) => ({
      metadata: { ...(group && { name: group }), creationTimestamp: null },
      versions: versions.map(version => ({
        version,
        resources: aggregatedResources(resourcesOf(types, group, version), {
          group,
          version,
        }),
        freshness: 'Current',
      })),
    })),
  };
}

function aggregatedResources(
  resources: DiscoveredResource[],
  groupVersion: { group: string; version: string },
) {
  const responseKind = ({ group, version, kind }: DiscoveredResource) => ({
    group: group ?? groupVersion.group,
    version: version ?? groupVersion.version,
    kind,
  });
  return resources
    .filter(({ name }) => !name.includes('/'))
    .map(resource => ({
      resource: resource.name,
      responseKind: responseKind(resource),
      scope: resource.namespaced ? 'Namespaced' : 'Cluster',
      singularResource: resource.singularName,
      verbs: resource.verbs,
      ...(resource.shortNames && { shortNames: resource.shortNames }),
      ...(resource.categories && { categories: resource.categories }),
      subresources: resources
        .filter(({ name }) => name.startsWith(`${resource.name}/`))
        .map(sub => ({
          subresource: sub.name.slice(resource.name.length + 1),
          responseKind: responseKind(sub),
          verbs: sub.verbs,
        })),
    }));
}
