import { mockCredentials } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { planService, ServiceAnswers, titleOf } from './planService';
import { ServiceCatalog } from './ServiceCatalog';

function entity(kind: string, name: string, more: object = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      name,
      ...('metadata' in more ? (more.metadata as object) : {}),
    },
    spec: 'spec' in more ? (more.spec as object) : {},
  } as Entity;
}

const typed = (type: string) => ({ spec: { type } });

const catalog = new ServiceCatalog(
  catalogServiceMock({
    entities: [
      entity('System', 'aurora', {
        ...typed('world'),
        metadata: { title: 'Aurora' },
      }),
      entity('System', 'platform', typed('shared')),
      entity('System', 'Under_Score', typed('world')),
      entity('Resource', 'eu', {
        ...typed('region'),
        metadata: { annotations: { 'worldscale.io/clusters': 'fra, ham' } },
      }),
      entity('Resource', 'us', typed('region')),
      entity('Resource', 'queue', typed('message-bus')),
      entity('Group', 'world-aurora', typed('team')),
      entity('User', 'mira'),
      entity('Component', 'aurora-chat', { spec: { owner: 'social' } }),
      entity('Component', 'old-name', {
        metadata: {
          annotations: { 'backstage.io/kubernetes-id': 'aurora-door' },
        },
      }),
    ],
  }),
  mockCredentials.user(),
);

const answers: ServiceAnswers = {
  kind: 'stateful-shard',
  name: 'aurora-auction',
  description: 'Auctions,\n for all.',
  world: 'system:default/aurora',
  regions: ['resource:default/eu', 'us'],
  owner: 'world-aurora',
  lifecycle: 'production',
  tier: 'tier-1',
  capacity: { peakPlayers: 5000, playersPerInstance: 200 },
  image: 'a@sha256:b',
};
const plan = (over: Partial<ServiceAnswers> = {}) =>
  planService({ ...answers, ...over }, catalog);

describe('planService', () => {
  it('works out what the files need', async () => {
    await expect(plan()).resolves.toMatchObject({
      type: 'shard-service',
      title: 'Aurora Auction',
      description: 'Auctions, for all.',
      namespace: 'aurora',
      costCenter: 'aurora',
      pagerDutyServiceId: '',
      world: { ref: 'system:default/aurora', title: 'Aurora' },
      owner: {
        ref: 'group:default/world-aurora',
        shortRef: 'world-aurora',
        path: '/catalog/default/group/world-aurora',
      },
      regions: [
        { ref: 'resource:default/eu', clusters: ['fra', 'ham'] },
        { ref: 'resource:default/us', clusters: [] },
      ],
      capacity: { min: 6, max: 34, buffer: 2 },
    });
  });

  it.each<[string, Partial<ServiceAnswers>, unknown, string]>([
    [
      'a name that is no name',
      { name: 'Aurora' },
      InputError,
      'name: Use lower case letters',
    ],
    [
      'a name that is too long',
      { name: 'a'.repeat(60) },
      InputError,
      'name: Too long by 10: its objective would be called',
    ],
    [
      'a name that the catalog has',
      { name: 'aurora-chat' },
      ConflictError,
      'name: component:default/aurora-chat (owned by social) exists already. Choose another name.',
    ],
    [
      'a name under which something runs',
      { name: 'aurora-door' },
      ConflictError,
      "name: component:default/old-name uses the Kubernetes id 'aurora-door'.",
    ],
    [
      'a world that does not exist',
      { world: 'mars' },
      NotFoundError,
      'world: system:default/mars does not exist. There are: aurora, Under_Score.',
    ],
    [
      'a system that is no world',
      { world: 'platform' },
      InputError,
      "world: system:default/platform is a System of type 'shared', not a world. There are: aurora, Under_Score.",
    ],
    [
      'something else than a system',
      { world: 'group:default/world-aurora' },
      InputError,
      'world: group:default/world-aurora is a Group, not a world.',
    ],
    [
      'a world that cannot be a namespace',
      { world: 'Under_Score' },
      InputError,
      "world: 'Under_Score' cannot be a namespace in Kubernetes",
    ],
    [
      'a reference that is none',
      { world: 'system:' },
      InputError,
      "world: 'system:' is not a reference",
    ],
    [
      'a region that does not exist',
      { regions: ['eu', 'moon'] },
      NotFoundError,
      'regions: resource:default/moon does not exist. There are: eu, us.',
    ],
    [
      'a resource that is no region',
      { regions: ['queue'] },
      InputError,
      "regions: resource:default/queue is a Resource of type 'message-bus', not a region.",
    ],
    [
      'a region that is named twice',
      { regions: ['eu', 'resource:default/eu'] },
      InputError,
      'regions: resource:default/eu is named twice',
    ],
    [
      'an owner that does not exist',
      { owner: 'group:default/nobody' },
      NotFoundError,
      'owner: group:default/nobody does not exist. There are: world-aurora.',
    ],
    [
      'a person as owner',
      { owner: 'user:default/mira' },
      InputError,
      'owner: user:default/mira is a User, not a group.',
    ],
    [
      'players that are no number',
      { capacity: { peakPlayers: 0.5, playersPerInstance: 1 } },
      InputError,
      'capacity.peakPlayers: Must be a whole number of at least 1.',
    ],
    [
      'more shards than one service holds',
      { capacity: { peakPlayers: 9_000_000, playersPerInstance: 1 } },
      InputError,
      'capacity.peakPlayers: A region would need up to',
    ],
    [
      'a description without words',
      { description: '\u0000 \u202e' },
      InputError,
      'description: Say what it does.',
    ],
  ])('refuses %s', async (_, over, type, message) => {
    const attempt = plan(over);
    await expect(attempt).rejects.toBeInstanceOf(type);
    await expect(attempt).rejects.toThrow(message);
  });
});

describe('titleOf', () => {
  it('reads names as people write them', () => {
    expect(titleOf('aurora-auction-house')).toBe('Aurora Auction House');
    expect(titleOf('a--b')).toBe('A B');
  });
});
