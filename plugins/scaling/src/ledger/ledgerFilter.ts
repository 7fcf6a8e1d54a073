import {
  ChangeFilter,
  changeFilterSchema,
} from '@worldscale/backstage-plugin-scaling-common';
import { TabQuery } from '../useTabQuery';

/** How far back the ledger is shown; `all` is what it holds. */
export const sinceChoices = [
  { id: '1h', title: 'The last hour', hours: 1 },
  { id: '24h', title: 'The last 24 hours', hours: 24 },
  { id: '7d', title: 'The last 7 days', hours: 7 * 24 },
  { id: '30d', title: 'The last 30 days', hours: 30 * 24 },
] as const;

const HOUR_MS = 3_600_000;

/** Choices of the address as the backend wants them; what it does not know is left out. */
export function filterOf(query: TabQuery, nowMs: number): ChangeFilter {
  const { actor, direction } = changeFilterSchema.shape;
  const since = sinceChoices.find(({ id }) => id === query.since);
  return {
    region: query.in,
    workload: query.workload,
    actor: actor.catch(undefined).parse(query.who),
    direction: direction.catch(undefined).parse(query.direction),
    from: since && new Date(nowMs - since.hours * HOUR_MS).toISOString(),
  };
}
