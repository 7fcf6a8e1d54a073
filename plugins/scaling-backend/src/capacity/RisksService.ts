import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, NotAllowedError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  Risk,
  Risks,
  risksRequestSchema,
  scalingStateReadPermission,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  freshnessAt,
  FreshnessLimits,
  severityRank,
  SummaryRow,
  worldServiceTypes,
} from '@worldscale/backstage-plugin-worlds-common';
import { SummaryLedger } from '@worldscale/backstage-plugin-worlds-node';
import { z } from 'zod';
import { ZONE_WORDS } from '../ingest/summaryValues';

export interface RisksServiceOptions {
  ledger: Pick<SummaryLedger, 'answer'>;
  entities: Pick<CatalogService, 'queryEntities'>;
  permissions: PermissionsService;
  limits: FreshnessLimits;
  now?: () => number;
}

const ENTITIES_PER_PAGE = 1000;
const ROWS_PER_PAGE = 5000;

/** What may soon be too small, or is already, of all that a caller may see. */
export class RisksService {
  readonly #options: RisksServiceOptions;
  readonly #now: () => number;

  constructor(options: RisksServiceOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /**
   * Worst first; of equals what has the fewest minutes left.
   *
   * @throws NotAllowedError without the permission
   * @throws InputError where an owner is no entity reference
   */
  async getRisks(
    { owner, limit }: z.output<typeof risksRequestSchema>,
    caller: BackstageCredentials,
  ): Promise<Risks> {
    const [decision] = await this.#options.permissions.authorize(
      [{ permission: scalingStateReadPermission }],
      { credentials: caller },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `'${scalingStateReadPermission.name}' is needed`,
      );
    }
    const visible = await this.#visible(owner?.map(readOwner), caller);
    const rows = (await this.#rows()).filter(row => visible.has(row.entityRef));
    const risks = rows
      .filter(({ state }) => state === 'breached' || state === 'atRisk')
      .map(riskOf)
      .sort(byUrgency);
    return {
      risks: risks.slice(0, limit),
      total: risks.length,
      looked: rows.length,
      unknown: rows.filter(({ state }) => state === 'unknown').length,
    };
  }

  /** Services that the caller sees in the catalog. */
  async #visible(
    owners: string[] | undefined,
    credentials: BackstageCredentials,
  ): Promise<Set<string>> {
    const fields = ['kind', 'metadata.namespace', 'metadata.name'];
    const filter = {
      kind: 'component',
      ...(owners ? { 'relations.ownedBy': owners } : {}),
      'spec.type': [...worldServiceTypes],
    };
    const visible = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await this.#options.entities.queryEntities(
        {
          fields,
          limit: ENTITIES_PER_PAGE,
          ...(cursor ? { cursor } : { filter }),
        },
        { credentials },
      );
      for (const entity of page.items) visible.add(stringifyEntityRef(entity));
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    return visible;
  }

  /** All rows as they count now: what was not confirmed for too long is unknown. */
  async #rows(): Promise<SummaryRow[]> {
    const { ledger, limits } = this.#options;
    const rows: SummaryRow[] = [];
    let cursor: string | undefined;
    do {
      const answer = await ledger.answer({ cursor, limit: ROWS_PER_PAGE });
      const confirmed = new Map(
        answer.sources.map(({ id, confirmedAt }) => [id, confirmedAt]),
      );
      for (const row of answer.rows) {
        if (row.removed) continue;
        const observedAt = laterOf(
          row.observedAt,
          (row.source && confirmed.get(row.source)) || null,
        );
        const isLost =
          freshnessAt(observedAt, this.#now(), limits) === 'unknown';
        rows.push({
          ...row,
          observedAt,
          state: isLost ? 'unknown' : row.state,
        });
      }
      cursor = answer.nextCursor;
    } while (cursor);
    return rows;
  }
}

function readOwner(owner: string): string {
  try {
    return stringifyEntityRef(
      parseEntityRef(owner, { defaultNamespace: 'default' }),
    );
  } catch {
    throw new InputError(
      `'owner' is '${owner}'; expected is the reference of a group or user, such as 'group:default/social'`,
    );
  }
}

function laterOf(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

function riskOf(row: SummaryRow): Risk {
  const { entityRef, region, state, reason, values, observedAt } = row;
  const { headroomMinutes, headroom, constraint, zoneLoss } = values;
  const verdicts = ['holds', 'recovers', 'breaks'] as const;
  return {
    ...{ entityRef, region, state, reason, observedAt },
    headroomMinutes:
      typeof headroomMinutes === 'number' ? headroomMinutes : null,
    headroomPercent: typeof headroom === 'number' ? headroom : null,
    constraint: typeof constraint === 'string' ? constraint : null,
    zoneLoss:
      verdicts.find(verdict => ZONE_WORDS[verdict] === zoneLoss) ?? 'unknown',
  };
}

/** Longer than anything lasts: after whatever is known. */
const NO_END = Number.MAX_SAFE_INTEGER;

function byUrgency(a: Risk, b: Risk): number {
  return (
    severityRank(a.state) - severityRank(b.state) ||
    (a.headroomMinutes ?? NO_END) - (b.headroomMinutes ?? NO_END) ||
    a.entityRef.localeCompare(b.entityRef, 'en-US') ||
    a.region.localeCompare(b.region, 'en-US')
  );
}
