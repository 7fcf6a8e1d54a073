import { Entity } from '@backstage/catalog-model';
import {
  defaultFreshnessLimits,
  SourceHealth,
} from '@worldscale/backstage-plugin-worlds-common';
import { CatalogPicture } from '../sources/catalog/CatalogPicture';
import { askedFor, standingsOf } from './ClusterStanding';
import { unreadRegionsOf } from './unreadRegions';

const now = Date.parse('2026-11-01T12:00:00Z');
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();

function cluster(
  name: string,
  { readAt, error }: { readAt?: string; error?: string } = {},
): SourceHealth {
  return {
    ...{ id: `cluster:${name}`, kind: 'kubernetes', title: name },
    ...{ unreadable: [], notes: [], lastSuccessAt: readAt ?? null },
    ...(error ? { reachable: false } : { reachable: readAt ? true : null }),
    lastError: error ? { at: ago(0), message: error } : null,
  };
}

function region(name: string, clusters: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: { name, annotations: { 'worldscale.io/clusters': clusters } },
    spec: { type: 'region' },
  };
}

function catalogWith(
  dependsOn: string[],
  { knownSince = ago(60), annotations = {} } = {},
) {
  const service: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'gateway',
      annotations: { 'backstage.io/kubernetes-id': 'gateway', ...annotations },
    },
    spec: { type: 'world-service' },
    relations: dependsOn.map(name => ({
      type: 'dependsOn',
      targetRef: `resource:default/${name}`,
    })),
  };
  return new CatalogPicture(
    [service],
    [region('eu', 'fra,muc'), region('sa', 'gru'), region('moon', '')],
    Date.parse(knownSince),
  );
}

function unread(
  catalog: CatalogPicture,
  health: SourceHealth[],
  found: string[] = ['fra'],
) {
  const ref = 'component:default/gateway';
  const knownSinceMs = catalog.services.get(ref)!.knownSinceMs;
  const standings = standingsOf(health, now, defaultFreshnessLimits);
  const regions = unreadRegionsOf(
    ref,
    catalog,
    askedFor(knownSinceMs, standings),
    new Set(found),
  );
  return [...regions.values()].map(({ region: name, reason }) => [
    name,
    reason.replace(', so whether the service runs there is not known.', ''),
  ]);
}

const fra = cluster('fra', { readAt: ago(0) });

describe('regions in which a service may run unseen', () => {
  it('are those of clusters that were never read, whether or not they fail', () => {
    const catalog = catalogWith([]);
    expect(unread(catalog, [fra, cluster('gru')])).toEqual([
      ['sa', 'Cluster gru has not been read yet'],
    ]);
    expect(unread(catalog, [fra, cluster('gru', { error: 'dark' })])).toEqual([
      ['sa', 'Cluster gru could not be read (dark)'],
    ]);
  });

  it('are not those of clusters that are read', () => {
    const health = [fra, cluster('gru', { readAt: ago(0) })];
    expect(unread(catalogWith(['eu', 'sa']), health)).toEqual([]);
  });

  it('are those of clusters that fail since before the service was known', () => {
    const failing = cluster('gru', { readAt: ago(3), error: 'dark' });
    const nowUnread = [['sa', 'Cluster gru cannot be read now (dark)']];
    const before = catalogWith([], { knownSince: ago(4) });
    const since = catalogWith([], { knownSince: ago(2) });
    expect(unread(before, [fra, failing])).toEqual([]);
    expect(unread(since, [fra, failing])).toEqual(nowUnread);
  });

  it('are those of clusters that were last read too long ago', () => {
    const catalog = catalogWith([]);
    const failing = cluster('gru', { readAt: ago(6), error: 'dark' });
    expect(unread(catalog, [fra, failing])).toEqual([
      ['sa', 'Cluster gru cannot be read now (dark)'],
    ]);
    const left = cluster('gru', { readAt: ago(6) });
    expect(unread(catalog, [fra, left])).toEqual([
      ['sa', 'Cluster gru has not been read for too long'],
    ]);
  });

  it('may hold another cluster in which the service is known', () => {
    const muc = cluster('muc', { error: 'dark' });
    expect(unread(catalogWith(['eu']), [fra, muc])).toEqual([
      ['eu', 'Cluster muc could not be read (dark)'],
    ]);
  });

  it('are only those on which the entity depends, where it says so', () => {
    const dark = [fra, cluster('gru', { error: 'dark' })];
    expect(unread(catalogWith(['eu']), dark)).toEqual([]);
    expect(unread(catalogWith(['sa']), dark)).toHaveLength(1);
  });

  it('are those on which the entity depends and that have no cluster', () => {
    expect(unread(catalogWith(['eu', 'moon']), [fra])).toEqual([
      [
        'moon',
        'The entity depends on this region, but no cluster that is configured is in it',
      ],
    ]);
    expect(unread(catalogWith(['moon']), [], [])).toEqual([]);
  });

  it('are none beyond the cluster that the entity names', () => {
    const catalog = catalogWith(['eu', 'sa', 'moon'], {
      annotations: { 'backstage.io/kubernetes-cluster': 'fra' },
    });
    expect(unread(catalog, [fra, cluster('gru')])).toEqual([]);
  });
});
