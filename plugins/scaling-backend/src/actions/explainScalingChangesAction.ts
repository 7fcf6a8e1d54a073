import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { parseEntityRef } from '@backstage/catalog-model';
import {
  changesRequestSchema,
  ScalingChange,
  VersionRecord,
  scalingChangeReadPermission,
} from '@worldscale/backstage-plugin-scaling-common';
import { parseRequest } from '@worldscale/backstage-plugin-worlds-node';
import { LedgerService } from '../ledger/answers/LedgerService';

/** More would not be read; the answer says when there were more. */
const MOST_CHANGES = 100;

/** Lets clients of the actions registry ask why a service scaled. */
export function registerExplainScalingChanges(options: {
  actionsRegistry: ActionsRegistryService;
  ledger: Pick<LedgerService, 'getChanges' | 'getVersionsOfServices'>;
}): void {
  const { actionsRegistry, ledger } = options;
  actionsRegistry.register({
    name: 'explain-scaling-changes',
    title: 'Explain why a service scaled',
    description:
      'Why a world service scaled between two instants: every change of its desired size, newest first, with when it took effect, from and to which size, who made it (autoscaler, person, rollout, automation or unknown), why in one sentence, the values and targets of its metrics at that moment, and when it was ready. Beside them the new versions of its workloads in that time, from which images to which, known since `versionsSince` but for the times in `versionGaps`, in which nobody watched. A change whose reason was not observed says so. Null means unknown, not zero.',
    visibilityPermission: scalingChangeReadPermission,
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z =>
        z.object({
          entityRef: z
            .string()
            .describe(
              'Entity reference of the service, for example component:default/aurora-gateway',
            ),
          from: z
            .string()
            .describe('Beginning, ISO 8601, for example 2026-11-22T18:00:00Z'),
          to: z.string().describe('End, ISO 8601'),
          region: z
            .string()
            .optional()
            .describe('Only this region; left out: all'),
        }),
      output: z => {
        const text = z.string().nullable();
        const amount = z.number().nullable();
        return z.object({
          entityRef: z.string(),
          summary: z.string(),
          observedSince: text,
          isComplete: z.boolean(),
          changes: z.array(
            z.object({
              at: z.string(),
              notBefore: text,
              region: z.string(),
              cluster: z.string(),
              workload: z.string(),
              from: amount,
              to: z.number(),
              actor: z.object({ type: z.string(), kind: text, name: text }),
              reason: z.string(),
              reasonObserved: z.boolean(),
              event: text,
              steps: z.array(z.string()),
              metrics: z.array(
                z.object({
                  name: z.string(),
                  unit: z.string(),
                  current: amount,
                  target: amount,
                }),
              ),
              readiness: z.string(),
              readyAt: text,
            }),
          ),
          versionsSince: text,
          versionGaps: z.array(
            z.object({
              from: z.string(),
              to: z.string(),
              region: z.string(),
              cluster: z.string(),
            }),
          ),
          versions: z.array(
            z.object({
              at: z.string(),
              notBefore: text,
              region: z.string(),
              cluster: z.string(),
              workload: z.string(),
              sentence: z.string(),
            }),
          ),
        });
      },
    },
    action: async ({ input, credentials }) => {
      const { entityRef: ref, ...filter } = input;
      const service = parseEntityRef(ref, {
        defaultKind: 'component',
        defaultNamespace: 'default',
      });
      const page = await ledger.getChanges(
        parseRequest(
          changesRequestSchema,
          { ...service, ...filter, limit: MOST_CHANGES },
          'input',
        ),
        credentials,
      );
      const { entityRef, changes, nextCursor, extent } = page;
      const { from, to, region } = input;
      const isAsked = (where: { region: string }) =>
        region === undefined || where.region === region;
      const { versions, cut, observedSince, gaps } =
        await ledger.getVersionsOfServices(
          { entityRefs: [entityRef], from, to, limit: MOST_CHANGES },
          credentials,
        );
      return {
        output: {
          entityRef,
          summary: summarise(changes, nextCursor !== null),
          observedSince: extent.observedSince,
          isComplete:
            nextCursor === null && !cut && extent.backfill !== 'pending',
          changes: changes.map(describe),
          versionsSince: observedSince[entityRef] ?? null,
          versionGaps: gaps.filter(isAsked).map(gap => ({
            ...{ from: gap.from, to: gap.to },
            ...{ region: gap.region, cluster: gap.cluster },
          })),
          versions: versions.filter(isAsked).map(describeVersion),
        },
      };
    },
  });
}

function summarise(changes: readonly ScalingChange[], isCut: boolean): string {
  if (changes.length === 0) {
    return 'No change of size is in the ledger for this time.';
  }
  const count = (type: ScalingChange['actor']['type']) =>
    changes.filter(({ actor }) => actor.type === type).length;
  const parts = (
    [
      ['autoscaler', 'by autoscalers'],
      ['person', 'by hand'],
      ['automation', 'by automation'],
      ['rollout', 'by rollouts'],
      ['unknown', 'by whom is not known'],
    ] as const
  ).flatMap(([type, words]) =>
    count(type) > 0 ? [`${count(type)} ${words}`] : [],
  );
  const ups = changes.filter(({ from, to }) => from !== null && to > from);
  const what = changes.length === 1 ? '1 change' : `${changes.length} changes`;
  return `${isCut ? `The newest ${what}` : what} of size (${ups.length} up, ${
    changes.length - ups.length
  } down): ${parts.join(', ')}. The latest: ${changes[0].why.sentence}`;
}

function describe(change: ScalingChange) {
  const { at, notBefore, region, cluster, from, to, actor, why } = change;
  return {
    ...{ at, notBefore, region, cluster, from, to, actor },
    workload: `${change.kind} ${change.namespace}/${change.name}`,
    reason: why.sentence,
    reasonObserved: change.reasonObserved,
    event: why.event?.message ?? null,
    steps: why.steps,
    metrics: why.metrics.map(({ name, unit, current, target }) => ({
      ...{ name, unit, current, target },
    })),
    readiness: change.readiness,
    readyAt: change.readyAt,
  };
}

function describeVersion(version: VersionRecord) {
  const { at, notBefore, region, cluster, sentence } = version;
  return {
    ...{ at, notBefore, region, cluster, sentence },
    workload: `${version.kind} ${version.namespace}/${version.name}`,
  };
}
