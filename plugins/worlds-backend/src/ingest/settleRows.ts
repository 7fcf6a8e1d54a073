import { portions } from '@worldscale/backstage-plugin-worlds-node';
import { Knex } from 'knex';
import { fieldsOfRow } from '../fleet/fieldsOfRow';
import { CatalogService } from '../fleet/tables';

/**
 * Puts the set of rows right after a write: a row stands for a region that the catalog
 * names or that some domain reports on. A listed service without any such row keeps one
 * for the service as a whole (region ''), so that it never disappears from the fleet.
 */
export async function settleRows(tx: Knex): Promise<void> {
  const withoutCells = (query: Knex.QueryBuilder) =>
    query
      .where('declared', false)
      .whereNotExists(
        tx('fleet_cells').whereRaw('fleet_cells.row_id = fleet_rows.id'),
      );
  await withoutCells(tx('fleet_rows').whereNot('region', '')).delete();
  await withoutCells(tx('fleet_rows').where('region', ''))
    .where(q =>
      q
        .where('listed', false)
        .orWhereExists(
          tx('fleet_rows as other')
            .whereRaw('other.entity_ref = fleet_rows.entity_ref')
            .whereNot('other.region', ''),
        ),
    )
    .delete();
  const bare = await tx('fleet_services').whereNotExists(
    tx('fleet_rows').whereRaw(
      'fleet_rows.entity_ref = fleet_services.entity_ref',
    ),
  );
  const rows = bare.map(({ entity_ref, service }) => ({
    ...fieldsOfRow(entity_ref, JSON.parse(service) as CatalogService),
    region: '',
    declared: false,
  }));
  for await (const chunk of portions(rows))
    await tx('fleet_rows').insert(chunk);
}
