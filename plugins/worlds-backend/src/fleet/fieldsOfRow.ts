import { parseEntityRef } from '@backstage/catalog-model';
import { CatalogService, RowRecord } from './tables';

const nameOf = (ref: string | null | undefined) =>
  ref ? parseEntityRef(ref).name : '';

/** Columns of a fleet row that come from the catalog. */
export function fieldsOfRow(
  entityRef: string,
  service: CatalogService | undefined,
): Omit<RowRecord, 'id' | 'region' | 'declared'> {
  const name = service?.name ?? parseEntityRef(entityRef).name;
  const title = service?.title ?? name;
  const words = [name, title, nameOf(service?.owner), nameOf(service?.world)];
  return {
    entity_ref: entityRef,
    listed: service !== undefined,
    name,
    title,
    sort_title: title.toLocaleLowerCase('en-US'),
    search: words.filter(Boolean).join(' ').toLocaleLowerCase('en-US'),
    type: service?.type ?? '',
    lifecycle: service?.lifecycle ?? null,
    owner: service?.owner ?? null,
    world: service?.world ?? null,
  };
}
