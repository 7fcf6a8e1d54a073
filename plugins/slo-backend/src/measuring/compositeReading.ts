import {
  Burn,
  compositeBurn,
  compositeRatio,
  compositeTargetOf,
  budgetShareOf,
  SloDefinition,
} from '@worldscale/backstage-plugin-slo-common';
import { ObjectiveReading } from './ObjectiveReading';

/**
 * A composite from the readings of its parts, where it does not count slices of its
 * own: burn rates and shares of budget add up (Occurrences), or what is missing does
 * (RatioTimeslices), each times its weight. A part that is not known makes the whole
 * unknown.
 */
export function compositeReading(
  definition: SloDefinition,
  parts: readonly ObjectiveReading[],
): ObjectiveReading {
  const { method, objectives, name } = definition;
  const weights = objectives.map(o => o.weight);
  const target = compositeTargetOf(definition);
  const unknown = parts.find(part => !part.figures);
  const adds = method === 'Occurrences';
  const joined = (values: (number | null)[]): number | null => {
    if (adds) {
      return compositeBurn(
        values.map((burn, i) => ({ burn, weight: weights[i] })),
      );
    }
    const budgets = objectives.map(o => budgetShareOf(o.target));
    const sli = compositeRatio(
      values.map((burn, i) => ({
        sli: burn === null ? null : 1 - burn * budgets[i],
        weight: weights[i],
      })),
    );
    return sli === null ? null : (1 - sli) / budgetShareOf(target);
  };
  const burns: Burn[] = (parts[0]?.burns ?? []).map(({ windowMs }) => ({
    windowMs,
    burnRate: joined(
      parts.map(
        part => part.burns.find(b => b.windowMs === windowMs)?.burnRate ?? null,
      ),
    ),
  }));
  const consumed = joined(parts.map(p => p.figures?.consumed ?? null));
  const burnRate = joined(parts.map(p => p.figures?.burnRate ?? null));
  const allowed = Math.min(
    ...parts.map(p => p.figures?.minutes.allowed ?? Infinity),
  );
  const coverages = parts.flatMap(p => p.coverage ?? []);
  const figures =
    consumed === null || burnRate === null
      ? null
      : {
          // Burn rates that add up have no share of good events behind them.
          sli: adds ? null : 1 - burnRate * budgetShareOf(target),
          ...{ consumed, remaining: 1 - consumed, burnRate },
          minutes: { allowed, remaining: allowed * (1 - consumed) },
          events: null,
        };
  return {
    ...{ slo: name, objective: 'all', region: '', target, burns, figures },
    window: parts[0]?.window,
    coverage: coverages.length ? Math.min(...coverages) : null,
    unknownReason: figures
      ? null
      : `a part of it is not known: ${
          unknown?.unknownReason ?? 'there is not enough data'
        }`,
    measuredBy: 'parts',
    isFilling: parts.some(p => p.isFilling),
  };
}
