import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { SourceHealth } from '@worldscale/backstage-plugin-worlds-common';
import { Knex } from 'knex';
import { LedgerExtents } from '../ledger/answers/LedgerExtents';
import { LedgerReader } from '../ledger/answers/LedgerReader';
import { LedgerService } from '../ledger/answers/LedgerService';
import { VersionReader } from '../ledger/answers/VersionReader';
import { CatalogPicture } from '../sources/catalog/CatalogPicture';
import { DAY, service, START } from './LedgerScene';

const region = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    ...{ name: 'eu-frankfurt', title: 'Frankfurt' },
    annotations: { 'worldscale.io/clusters': 'fra' },
  },
  spec: { type: 'region' },
};

/** Answers a day after the start, of what a LedgerScene on the same database wrote. */
export function ledgerServiceOn(
  db: Knex,
  options: {
    result?: AuthorizeResult.ALLOW | AuthorizeResult.DENY;
    hasPrometheus?: boolean;
    health?: SourceHealth[];
  } = {},
) {
  const { result = AuthorizeResult.ALLOW, health = [] } = options;
  const entities = catalogServiceMock({
    entities: [service('gateway'), service('login')],
  });
  const picture = new CatalogPicture([service('gateway')], [region]);
  const reader = new LedgerReader(db);
  return {
    entities,
    ledger: new LedgerService({
      ...{ reader, entities, catalog: { picture } },
      versions: new VersionReader(db),
      extents: new LedgerExtents({
        ...{ reader, hasPrometheus: options.hasPrometheus ?? true },
        ...{ backfillMs: DAY, retentionMs: 30 * DAY },
        monitor: { snapshot: async () => health },
        now: () => START + DAY,
      }),
      permissions: mockServices.permissions({ result }),
    }),
  };
}
