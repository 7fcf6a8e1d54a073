import { Entity } from '@backstage/catalog-model';
import { CatalogPicture } from '../sources/catalog/CatalogPicture';
import { collections } from '../sources/kubernetes/collections';
import { ClusterPicture } from '../sources/kubernetes/picture/ClusterPicture';
import { autoscaler, deployment } from './objects';

export const NOW = Date.parse('2026-11-22T20:00:00Z');
export const byId = (id: string) => {
  const found = collections.find(c => c.id === id);
  if (!found) throw new Error(`no collection ${id}`);
  return found;
};
export const deployments = byId('deployments');
export const autoscalers = byId('horizontalpodautoscalers');
export const budgets = byId('poddisruptionbudgets');

export function service(
  name: string,
  annotations: Record<string, string>,
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, annotations },
    spec: { type: 'world-service' },
  };
}
export const gateway = service('gateway', {
  'backstage.io/kubernetes-id': 'gateway',
});
export const FRANKFURT = { name: 'fra', title: 'Frankfurt' };
export const REF = 'component:default/gateway';

export function versioned(
  object: Record<string, unknown>,
  resourceVersion: string,
  uid = 'uid-1',
) {
  const metadata = object.metadata as object;
  return { ...object, metadata: { ...metadata, resourceVersion, uid } };
}

export function list(
  picture: ClusterPicture,
  collection: typeof deployments,
  objects: unknown[],
) {
  const sink = picture.beginList(collection);
  sink.add(objects);
  sink.complete();
}

export function pictureOf(entities: Entity[] = [gateway]) {
  const picture = new ClusterPicture(
    FRANKFURT,
    new CatalogPicture(entities, []),
  );
  list(picture, deployments, [versioned(deployment('gateway'), '10')]);
  return picture;
}

/** An autoscaler that belongs to the service by itself. */
export const labelled = {
  ...autoscaler('gateway'),
  metadata: {
    ...{ name: 'gateway', namespace: 'aurora', generation: 1 },
    labels: { 'backstage.io/kubernetes-id': 'gateway' },
  },
};
