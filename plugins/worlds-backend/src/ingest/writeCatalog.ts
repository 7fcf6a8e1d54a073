import { giveWay, portions } from '@worldscale/backstage-plugin-worlds-node';
import { Knex } from 'knex';
import { fieldsOfRow } from '../fleet/fieldsOfRow';
import { CatalogService, TitleRecord } from '../fleet/tables';
import { settleRows } from './settleRows';

/** Brings services, their rows and the titles in line with the catalog. */
export async function writeCatalog(
  tx: Knex,
  listed: CatalogService[],
  titles: TitleRecord[],
): Promise<number> {
  // An entity that moved between two pages of the catalog's answer comes twice.
  const services = [...new Map(listed.map(s => [s.entityRef, s])).values()];
  const known = new Map<string, string>(
    (await tx('fleet_services')).map(s => [s.entity_ref, s.service]),
  );
  const changed = services.filter(
    s => known.get(s.entityRef) !== JSON.stringify(s),
  );
  const present = new Set(services.map(s => s.entityRef));
  const gone = [...known.keys()].filter(ref => !present.has(ref));

  for await (const refs of portions(gone)) {
    await tx('fleet_services').whereIn('entity_ref', refs).delete();
    await tx('fleet_rows')
      .whereIn('entity_ref', refs)
      .update({ listed: false, declared: false });
  }
  for await (const chunk of portions(changed)) {
    await tx('fleet_services')
      .insert(
        chunk.map(s => ({
          entity_ref: s.entityRef,
          service: JSON.stringify(s),
        })),
      )
      .onConflict('entity_ref')
      .merge();
    const before = await tx('fleet_rows')
      .whereIn(
        'entity_ref',
        chunk.map(s => s.entityRef),
      )
      .distinct('entity_ref');
    const hadRows = new Set(before.map(row => row.entity_ref));
    const declared = chunk.flatMap(s =>
      s.regions.map(region => ({
        ...fieldsOfRow(s.entityRef, s),
        region,
        declared: true,
      })),
    );
    for await (const rows of portions(declared)) {
      await tx('fleet_rows')
        .insert(rows)
        .onConflict(['entity_ref', 'region'])
        .merge();
    }
    for (const s of chunk.filter(({ entityRef }) => hadRows.has(entityRef))) {
      await giveWay();
      const rows = tx('fleet_rows').where({ entity_ref: s.entityRef });
      await rows.clone().update(fieldsOfRow(s.entityRef, s));
      await rows.clone().whereNotIn('region', s.regions).update({
        declared: false,
      });
    }
  }
  await tx('fleet_titles').delete();
  for await (const chunk of portions(titles)) {
    await tx('fleet_titles')
      .insert(chunk)
      .onConflict(['kind', 'value'])
      .ignore();
  }
  if (changed.length + gone.length > 0) await settleRows(tx);
  return changed.length + gone.length;
}
