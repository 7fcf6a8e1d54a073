import { Entity } from '@backstage/catalog-model';
import { ServiceRequest } from '@worldscale/backstage-plugin-scaling-common';

export function serviceOf({ kind, metadata }: Entity): ServiceRequest {
  return {
    kind,
    namespace: metadata.namespace ?? 'default',
    name: metadata.name,
  };
}

/** What people call it. */
export function titleOf({ metadata }: Entity): string {
  return metadata.title ?? metadata.name;
}
