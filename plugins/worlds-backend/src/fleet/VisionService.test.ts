import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { worldsFleetReadPermission } from '@worldscale/backstage-plugin-worlds-common';
import { FleetReader } from './FleetReader';
import { DomainRecord } from './tables';
import { VisionService } from './VisionService';

const record: DomainRecord = {
  domain: 'scaling',
  title: 'Scaling',
  permission: 'scaling.read',
  columns: JSON.stringify([
    { id: 'ready', title: 'Ready', type: 'number' },
    { id: 'price', title: 'Price', type: 'money', permission: 'cost.read' },
  ]),
  epoch: 'e',
  generation: 1,
  status: 'ok',
  trouble: null,
};

function setup(records: DomainRecord[] = [record]) {
  let nowMs = 0;
  const denied = new Set<string>();
  const permissions = mockServices.permissions.mock({
    authorizeConditional: async requests =>
      requests.map(({ permission: { name } }) => {
        if (denied.has(name)) return { result: AuthorizeResult.DENY };
        if (name !== 'catalog.entity.read' || !denied.has('others')) {
          return { result: AuthorizeResult.ALLOW };
        }
        return {
          result: AuthorizeResult.CONDITIONAL,
          pluginId: 'catalog',
          resourceType: 'catalog-entity',
          conditions: { rule: 'X', resourceType: 'catalog-entity' },
        };
      }),
  });
  const catalog = catalogServiceMock({
    entities: [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'gate' },
        spec: { type: 'world-service' },
      },
    ],
  });
  const read = jest.spyOn(catalog, 'queryEntities');
  const reader: Pick<FleetReader, 'domains'> = {
    domains: async () =>
      records.map(r => ({
        record: r,
        confirmedAtMs: new Map(),
        sources: new Map(),
      })),
  };
  const service = new VisionService({
    ...{ permissions, catalog, reader },
    auth: mockServices.auth(),
    now: () => new Date(nowMs),
  });
  const see = (credentials = mockCredentials.user()) =>
    service.of(credentials, worldsFleetReadPermission);
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { denied, permissions, read, see, pass };
}

it('sees all that the permissions allow', async () => {
  const { see } = setup();
  expect(await see()).toMatchObject({
    hidesDomains: false,
    entityRefs: undefined,
    domains: [
      { domain: 'scaling', columns: [{ id: 'ready' }, { id: 'price' }] },
    ],
  });
});

it('leaves out columns and domains that are not allowed or not installed', async () => {
  const { denied, see } = setup([
    record,
    { ...record, domain: 'cost', permission: 'cost.read' },
    { ...record, domain: 'slo', permission: null, status: 'notInstalled' },
    { ...record, domain: 'new', epoch: null, status: 'failed' },
  ]);
  denied.add('cost.read');
  const vision = await see();
  expect(vision.domains).toMatchObject([
    { domain: 'scaling', columns: [{ id: 'ready' }] },
  ]);
  expect(vision.domains[0].columns).toHaveLength(1);
  expect(vision.hidesDomains).toBe(true);
});

it('keeps decisions for a few seconds, for each reader their own', async () => {
  const { denied, permissions, see, pass } = setup();
  await see();
  await see();
  expect(permissions.authorizeConditional).toHaveBeenCalledTimes(1);
  denied.add('worlds.fleet.read');
  await expect(see(mockCredentials.user('user:default/other'))).rejects.toThrow(
    "'worlds.fleet.read' is needed",
  );
  pass(5_000);
  await expect(see()).rejects.toThrow("'worlds.fleet.read' is needed");
});

it('asks the catalog as the reader where the decision depends on the entity', async () => {
  const { denied, read, see, pass } = setup();
  denied.add('others');
  expect((await see()).entityRefs).toEqual(['component:default/gate']);
  pass(20_000);
  await see();
  expect(read).toHaveBeenCalledTimes(1);
  expect(read).toHaveBeenCalledWith(expect.anything(), {
    credentials: mockCredentials.user(),
  });
  pass(20_000);
  await see();
  expect(read).toHaveBeenCalledTimes(2);
  denied.add('catalog.entity.read');
  pass(5_000);
  expect((await see()).entityRefs).toEqual([]);
});
