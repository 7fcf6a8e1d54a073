import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  createPermission,
  DefinitivePolicyDecision,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { VisibleEntities } from './VisibleEntities';

const mira = mockCredentials.user('user:default/mira');
const tomas = mockCredentials.user('user:default/tomas');
const program = mockCredentials.service('external:programs');

const allow = { result: AuthorizeResult.ALLOW } as const;
const deny = { result: AuthorizeResult.DENY } as const;
const depends: PolicyDecision = {
  result: AuthorizeResult.CONDITIONAL,
  ...{ pluginId: 'catalog', resourceType: 'catalog-entity' },
  conditions: { rule: 'IS_ENTITY_OWNER', resourceType: 'catalog-entity' },
};

const component = (name: string, type = 'harbour'): Entity => ({
  ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Component' },
  metadata: { name, namespace: 'default' },
  spec: { type },
});

/** A domain that tells of harbours, with a policy and a catalog to turn about. */
class Harbours {
  nowMs = Date.parse('2026-11-22T20:00:00.000Z');
  own: DefinitivePolicyDecision = allow;
  catalog: PolicyDecision = depends;
  shown = [component('north'), component('south'), component('den', 'library')];
  /** Permissions that were asked for. */
  readonly asked: string[] = [];
  /** As whom the catalog was read. */
  readonly readAs: BackstageCredentials[] = [];

  readonly visible = new VisibleEntities({
    permission: createPermission({
      ...{ name: 'tides.chart.read', attributes: { action: 'read' } },
    }),
    filter: { kind: 'component', 'spec.type': 'harbour' },
    catalog: {
      getEntitiesByRefs: (request, options) =>
        this.#as(options.credentials).getEntitiesByRefs(request, options),
      queryEntities: (request, options) =>
        this.#as(options.credentials).queryEntities(request, options),
    },
    permissions: mockServices.permissions.mock({
      authorize: async ([{ permission }]) => {
        this.asked.push(permission.name);
        return [this.own];
      },
      authorizeConditional: async ([{ permission }]) => {
        this.asked.push(permission.name);
        return [this.catalog];
      },
    }),
    auth: mockServices.auth(),
    now: () => this.nowMs,
  });

  #as(reader: BackstageCredentials) {
    this.readAs.push(reader);
    return catalogServiceMock({ entities: this.shown });
  }
}

const bothHarbours = ['component:default/north', 'component:default/south'];

it('shows everything to whom the catalog shows everything', async () => {
  const harbours = new Harbours();
  harbours.catalog = allow;
  expect(await harbours.visible.all(mira)).toBeUndefined();
  expect(harbours.asked).toEqual(['tides.chart.read', 'catalog.entity.read']);
  expect(harbours.readAs).toEqual([]);
});

it('shows nothing to whom the catalog shows nothing', async () => {
  const harbours = new Harbours();
  harbours.catalog = deny;
  expect(await harbours.visible.all(mira)).toEqual([]);
  expect(harbours.readAs).toEqual([]);
});

it('asks the catalog, as the reader, where its answer depends on the entity', async () => {
  const harbours = new Harbours();
  expect(await harbours.visible.all(mira)).toEqual(bothHarbours);
  expect(harbours.readAs).toEqual([mira]);
});

it('reads the catalog page by page, to its end', async () => {
  const harbours = new Harbours();
  harbours.shown = Array.from({ length: 2_001 }, (_, i) =>
    component(`harbour-${i}`, i % 2_000 ? 'harbour' : 'library'),
  );
  expect(await harbours.visible.all(mira)).toHaveLength(1_999);
  expect(harbours.readAs).toEqual([mira, mira]);
  harbours.shown.push(component('last'), component('very-last'));
  const refs = await harbours.visible.all(tomas);
  expect(new Set(refs).size).toBe(2_001);
  expect(refs).toContain('component:default/very-last');
  expect(harbours.readAs).toEqual([mira, mira, tomas, tomas, tomas]);
});

it('shows programs everything that they may ask for, and remembers none', async () => {
  const harbours = new Harbours();
  harbours.catalog = deny;
  expect(await harbours.visible.all(program)).toBeUndefined();
  await harbours.visible.allow(program);
  expect(harbours.asked).toEqual(['tides.chart.read', 'tides.chart.read']);
});

it.each([
  ['people', mira],
  ['programs', program],
])('names the permission that %s lack', async (_, caller) => {
  const harbours = new Harbours();
  harbours.own = deny;
  harbours.catalog = allow;
  const refused = new NotAllowedError("'tides.chart.read' is needed");
  await expect(harbours.visible.allow(caller)).rejects.toEqual(refused);
  await expect(harbours.visible.all(caller)).rejects.toEqual(refused);
});

it('lets in whom the catalog shows nothing, with the permission', async () => {
  const harbours = new Harbours();
  harbours.catalog = deny;
  await expect(harbours.visible.allow(mira)).resolves.toBeUndefined();
});

it('keeps what was decided of each reader for five seconds', async () => {
  const harbours = new Harbours();
  harbours.catalog = allow;
  await harbours.visible.allow(mira);
  [harbours.own, harbours.catalog] = [deny, deny];
  harbours.nowMs += 4_999;
  await harbours.visible.allow(mira);
  expect(await harbours.visible.all(mira)).toBeUndefined();
  expect(harbours.asked).toHaveLength(2);
  await expect(harbours.visible.allow(tomas)).rejects.toThrow('is needed');
  harbours.nowMs += 1;
  await expect(harbours.visible.all(mira)).rejects.toThrow('is needed');
});

it('keeps what the catalog shows each reader for thirty seconds', async () => {
  const harbours = new Harbours();
  await harbours.visible.all(mira);
  harbours.shown = [component('south')];
  harbours.nowMs += 29_999;
  expect(await harbours.visible.all(mira)).toEqual(bothHarbours);
  expect(await harbours.visible.all(tomas)).toEqual([bothHarbours[1]]);
  harbours.nowMs += 1;
  expect(await harbours.visible.all(mira)).toEqual([bothHarbours[1]]);
  expect(harbours.readAs).toEqual([mira, tomas, mira]);
});

it('asks the catalog, as the reader, for one entity', async () => {
  const { visible, readAs } = new Harbours();
  expect(await visible.has('component:default/north', mira)).toBe(true);
  expect(await visible.has('component:default/west', tomas)).toBe(false);
  expect(readAs).toEqual([mira, tomas]);
});
