import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { parseEntityRef } from '@backstage/catalog-model';
import {
  sloListQuerySchema,
  sloObjectiveReadPermission,
  sloPolicyReadPermission,
  SloRow,
} from '@worldscale/backstage-plugin-slo-common';
import { PolicyService } from '../PolicyService';
import { SloService } from '../SloService';

const readOnly = { readOnly: true, idempotent: true, destructive: false };

function tell(row: SloRow) {
  return {
    slo: row.slo,
    objective: row.objective,
    displayName: row.displayName,
    service: row.serviceTitle,
    entityRef: row.entityRef,
    world: row.world,
    state: row.state,
    reason: row.reason,
    worstWithin: row.worstWithin ?? null,
    target: row.target,
    sli: row.figures?.sli ?? null,
    budgetRemaining: row.figures?.remaining ?? null,
    burns: row.burns,
    budgetGoneInMinutes:
      row.exhaustion?.inMs === null || row.exhaustion === null
        ? null
        : Math.round(row.exhaustion.inMs / 60_000),
    firing: row.firing,
    deployments: row.decision,
    observedAt: row.observedAt,
  };
}

/** Lets clients of the actions registry ask what the pages show. */
export function registerActions(options: {
  actionsRegistry: ActionsRegistryService;
  service: SloService;
  policies: PolicyService;
}): void {
  const { actionsRegistry, service, policies } = options;

  actionsRegistry.register({
    name: 'list-burning-slos',
    title: 'List SLOs, what burns worst first',
    description:
      'Service level objectives of all services, sorted by what burns worst: state (healthy, atRisk, breached, unknown) with its reason in one sentence, SLI, share of the error budget that is left (negative: overspent), burn rates by window, minutes until the budget is gone, firing alerts by severity, and whether the service may be deployed. Null means unknown, not zero.',
    visibilityPermission: sloObjectiveReadPermission,
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          world: z.string().optional().describe('Name of a world, e.g. aurora'),
          owner: z.string().optional().describe('Name of the owning group'),
          state: z
            .enum(['healthy', 'atRisk', 'breached', 'unknown'])
            .optional(),
          text: z.string().optional().describe('Words that must occur'),
          limit: z.number().int().min(1).max(100).default(20),
        }),
      output: z =>
        z.object({
          total: z.number(),
          slos: z.array(z.record(z.string(), z.unknown())),
        }),
    },
    action: async ({ input, credentials }) => {
      const { world, owner, state, text, limit } = input;
      const query = sloListQuerySchema.parse({
        ...{ world, owner, state, q: text, limit },
      });
      const { rows, total } = await service.list(query, credentials);
      return { output: { total, slos: rows.map(tell) } };
    },
  });

  actionsRegistry.register({
    name: 'get-slo-state',
    title: 'Get the state of an SLO',
    description:
      'One service level objective: state and reason, SLI, error budget, burn rates, alerts with their thresholds and states, forecast of when the budget is gone (with an interval), and problems of its definition with file and line. Null means unknown, not zero.',
    visibilityPermission: sloObjectiveReadPermission,
    attributes: readOnly,
    schema: {
      input: z => z.object({ slo: z.string().describe('Name of the SLO') }),
      output: z =>
        z.object({
          objectives: z.array(z.record(z.string(), z.unknown())),
          problems: z.array(z.string()),
        }),
    },
    action: async ({ input, credentials }) => {
      const detail = await service.getSlo(input.slo, credentials);
      return {
        output: {
          objectives: detail.objectives.map(({ row, alerts, forecast }) => ({
            ...tell(row),
            ...{ alerts, forecast },
          })),
          problems: detail.definition.file.problems.map(
            p => `${p.file}:${p.line}: ${p.message}`,
          ),
        },
      };
    },
  });

  actionsRegistry.register({
    name: 'may-deploy',
    title: 'May this service be deployed?',
    description:
      'What the error-budget policy of a service says about deploying it now: allow, slowDown or freeze, whether a change may go ahead, whether a budget behind that is not known, and why.',
    visibilityPermission: sloPolicyReadPermission,
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          entityRef: z
            .string()
            .describe('For example component:default/aurora-gateway'),
          change: z
            .string()
            .optional()
            .describe(
              'Kind of the change, e.g. security; some may go ahead in a freeze',
            ),
        }),
      output: z =>
        z.object({
          decision: z.string(),
          mayDeploy: z.boolean(),
          isBudgetUnknown: z.boolean(),
          reasons: z.array(z.string()),
        }),
    },
    action: async ({ input, credentials }) => {
      const name = parseEntityRef(input.entityRef, {
        defaultKind: 'component',
        defaultNamespace: 'default',
      });
      const entityRef = await service.readable(name, credentials);
      const { change } = input;
      const found = await policies.getDecision(
        ...([entityRef, { change }, credentials] as const),
      );
      const { decision, mayDeploy, isBudgetUnknown = false } = found;
      const reasons = found.reasons.map(reason => reason.text);
      return { output: { decision, mayDeploy, isBudgetUnknown, reasons } };
    },
  });
}
