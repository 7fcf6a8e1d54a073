import {
  AuditorService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  BudgetState,
  decideDeployment,
  defaultErrorBudgetPolicy,
  isSameChange,
  knownChanges,
  OverrideRequest,
  PolicyDecision,
  PolicyRequest,
  sloPolicyOverridePermission,
  sloPolicyReadPermission,
  SloRow,
  spellInstant,
} from '@worldscale/backstage-plugin-slo-common';
import {
  FreshnessLimits,
  freshnessAt,
} from '@worldscale/backstage-plugin-worlds-common';
import { CatalogReader } from './definitions/CatalogReader';
import { Definitions, KnownSlo } from './definitions/Definitions';
import { ChangeStore } from './standing/ChangeStore';
import { lostStates } from './standing/lostStates';
import { PolicyStore } from './standing/PolicyStore';
import { RowStore } from './rows/RowStore';
import { foreignOfRow } from './elsewhere/ForeignSlo';
import { budgetStateOf } from './standing/settle';

export interface PolicyServiceOptions {
  catalog: CatalogReader;
  definitions: Definitions;
  rows: RowStore;
  policies: PolicyStore;
  changes: ChangeStore;
  permissions: PermissionsService;
  auditor: AuditorService;
  limits: FreshnessLimits;
  now: () => number;
}

/** May a service be deployed? Decided from the latest figures, whoever asks. */
export class PolicyService {
  readonly #options: PolicyServiceOptions;

  constructor(options: PolicyServiceOptions) {
    this.#options = options;
  }

  /** @throws NotAllowedError without the permission to ask */
  async allow(caller: BackstageCredentials): Promise<void> {
    await this.#allow(caller, sloPolicyReadPermission);
  }

  /** For a caller who may see the entity. */
  async getDecision(
    entityRef: string,
    request: PolicyRequest,
    caller: BackstageCredentials,
  ): Promise<PolicyDecision> {
    await this.allow(caller);
    return this.decisionOf(entityRef, request.change);
  }

  /** Lifts a freeze for a while; audited, and part of the timeline. */
  async override(
    entityRef: string,
    request: OverrideRequest,
    caller: BackstageCredentials<{ type: 'user'; userEntityRef: string }>,
  ): Promise<PolicyDecision> {
    const { auditor, policies, changes, catalog, now } = this.#options;
    const by = caller.principal.userEntityRef;
    const event = await auditor.createEvent({
      eventId: 'policy-override',
      severityLevel: 'medium',
      meta: { entityRef, hours: request.hours, reason: request.reason },
    });
    try {
      await this.#allow(caller, sloPolicyOverridePermission);
      const { reason } = request;
      const untilMs = now() + request.hours * 3_600_000;
      await policies.override(entityRef, { by, reason, untilMs });
      const title = catalog.picture.entities.get(entityRef)?.title ?? entityRef;
      const until = new Date(untilMs).toISOString();
      await changes.add(
        [
          {
            at: new Date(now()).toISOString(),
            ...{ kind: 'overrideGiven', entityRef, slo: null },
            ...{ objective: null, severity: null },
            text: `${by} lifted the freeze of ${title} until ${until}: ${reason}`,
          },
        ],
        false,
      );
      await event.success();
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
    return this.decisionOf(entityRef);
  }

  /** @throws InputError where the change is of no kind that is known */
  async decisionOf(entityRef: string, asked?: string): Promise<PolicyDecision> {
    const { definitions, catalog, rows, policies, now } = this.#options;
    const [{ slos, brokenFiles }, found, overrides, decided] =
      await Promise.all([
        definitions.book(catalog.picture),
        rows.where({ entity_ref: entityRef }),
        policies.overrides(entityRef),
        policies.decisions(entityRef),
      ]);
    const nowMs = now();
    const given = overrides.get(entityRef);
    const override = given && nowMs < given.untilMs ? given : undefined;
    const states = found.flatMap(row => {
      const slo = slos.get(row.slo) ?? foreignOfRow(row, catalog.picture);
      return slo ? [budgetStateOf(this.#aged(row, nowMs), slo)] : [];
    });
    const measured = new Set(found.map(row => row.slo));
    for (const slo of slos.values()) {
      if (slo.entity?.entityRef !== entityRef) continue;
      if (!measured.has(slo.definition.name)) states.push(notYetMeasured(slo));
    }
    const change = asked && changeOf(asked, states);
    const before = decided.get(entityRef);
    if (brokenFiles.includes(entityRef)) {
      states.push(...lostStates(states, before));
    }
    const verdict = decideDeployment(states, {
      ...{ nowMs, override, change, before },
    });
    return {
      entityRef,
      ...verdict,
      override: override
        ? {
            ...{ by: override.by, reason: override.reason },
            until: new Date(override.untilMs).toISOString(),
          }
        : null,
      since:
        before?.decision === verdict.decision
          ? new Date(before.sinceMs).toISOString()
          : null,
      decidedAt: new Date(nowMs).toISOString(),
    };
  }

  /** What was not confirmed for too long is not known. */
  #aged(row: SloRow, nowMs: number): SloRow {
    const { limits } = this.#options;
    if (row.observedAt === null) return row;
    if (freshnessAt(row.observedAt, nowMs, limits) !== 'unknown') return row;
    const readAt = row.observedAt && spellInstant(row.observedAt);
    const unknownReason = `Prometheus was last read at ${readAt}`;
    return { ...row, figures: null, unknownReason, isReadingPast: false };
  }

  async #allow(
    caller: BackstageCredentials,
    permission: BasicPermission,
  ): Promise<void> {
    const [decision] = await this.#options.permissions.authorize(
      [{ permission }],
      { credentials: caller },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(`'${permission.name}' is needed`);
    }
  }
}

/** What was asked about, as the policies spell it: a slip of the pen decides nothing. */
function changeOf(asked: string, states: readonly BudgetState[]): string {
  const known = knownChanges(states.map(({ policy }) => policy));
  const found = known.find(kind => isSameChange(kind, asked));
  if (found === undefined) {
    throw new InputError(
      `'change': expected one of ${known.sort().join(', ')}; found '${asked}'`,
    );
  }
  return found;
}

/** A definition that is newer than the latest round. */
function notYetMeasured({ definition }: KnownSlo): BudgetState {
  return {
    ...{ slo: definition.name, displayName: definition.displayName },
    ...{ remaining: null, burnRate: null, isPending: true },
    unknownReason: 'it has not been measured yet',
    policy: definition.policy ?? defaultErrorBudgetPolicy,
  };
}
