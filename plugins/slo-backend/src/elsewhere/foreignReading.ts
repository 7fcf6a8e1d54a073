import {
  Burn,
  budgetOfTally,
  burnRateOf,
  emptyTally,
  windowAt,
} from '@worldscale/backstage-plugin-slo-common';
import { KnownSlo } from '../definitions/Definitions';
import { ObjectiveReading } from '../measuring/ObjectiveReading';
import { tellBudget } from '../measuring/readTrack';
import { ForeignTool } from './ForeignSlo';

/** Sloth's slices; for the other tool any length will do, since the whole is one ratio. */
const SLICE_MS = 300_000;

/** The reading of an SLO of which one ratio over its whole window is recorded. */
export function foreignReading(
  { definition }: KnownSlo,
  tool: ForeignTool,
  found: {
    periodMs: number;
    /** Share of the window that was bad. */
    badRatio: number | null;
    /** Where it is not known, to follow "because". */
    unknownReason: string;
    /** The same over shorter windows. */
    badRatios: ReadonlyMap<number, number | null>;
  },
  atMs: number,
): ObjectiveReading {
  const { periodMs, badRatio, badRatios } = found;
  const [{ target }] = definition.objectives;
  const isSound = target > 0 && target < 1;
  const burns: Burn[] = [...badRatios]
    .sort(([a], [b]) => a - b)
    .map(([windowMs, ratio]) => ({
      windowMs,
      burnRate: ratio === null || !isSound ? null : burnRateOf(ratio, target),
    }));
  const slices = periodMs / SLICE_MS;
  const budget =
    badRatio === null || !isSound
      ? undefined
      : budgetOfTally(
          {
            ...{ ...emptyTally, expected: slices, observed: slices },
            ...{ rated: slices, bad: badRatio, of: 1 },
          },
          {
            // Without counts of events there is nothing to tell of them.
            ...{ method: 'RatioTimeslices', sliceMs: SLICE_MS, target },
            ...{ wholeSlices: slices, coverageFloor: 0, isStale: false },
          },
        );
  const figures = budget ? tellBudget(budget) : null;
  const why = isSound
    ? found.unknownReason
    : `its target is ${target * 100} %, which leaves no budget to speak of`;
  return {
    ...{ slo: definition.name, objective: '0', region: '', target, burns },
    ...{ figures, coverage: null, measuredBy: tool, isFilling: false },
    window: windowAt(definition.window, atMs),
    unknownReason: figures ? null : why,
  };
}
