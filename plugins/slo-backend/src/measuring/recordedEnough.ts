import { KnownSlo } from '../definitions/Definitions';
import { ObjectiveReading } from './ObjectiveReading';
import type { SliceMeasuring } from './SliceMeasuring';

/** So much of what is above the floor must be recorded, too, to come back from slices. */
const ROOM = 0.1;

/**
 * Whether what is recorded of an SLO covers less than it needs. Who is measured by its
 * own queries stays so until a little more than the floor is recorded, and does not
 * change to and fro.
 *
 * @param readings what is told by recorded series
 */
export function isRecordedShort(
  slo: KnownSlo,
  readings: readonly ObjectiveReading[],
  slices: Pick<SliceMeasuring, 'isDirect' | 'recordedLately'>,
): boolean {
  const { coverageFloor, isComposite } = slo.definition;
  const direct = slices.isDirect(slo);
  const neededShare = direct.is
    ? coverageFloor + ROOM * (1 - coverageFloor)
    : coverageFloor;
  const parts = readings.filter(
    r => r.region === '' && (!isComposite || r.objective !== 'all'),
  );
  if (slices.recordedLately(slo) < coverageFloor) return true;
  // Recorded slices of the past may still tell more, and sooner than queries do.
  if (parts.some(r => r.isFilling)) return false;
  // Of a window that was read by queries, what is left is read, too.
  if (direct.isFilling && parts.some(r => (r.coverage ?? 0) < 1)) return true;
  return parts.some(r => r.window && (r.coverage ?? 0) < neededShare);
}

/** Whether slices tell more than what is recorded, or soon will. */
export function knowsMore(
  slices: readonly ObjectiveReading[],
  recorded: readonly ObjectiveReading[],
): boolean {
  const budgets = (all: readonly ObjectiveReading[]) =>
    all.filter(r => r.region === '' && r.figures).length;
  const burns = (all: readonly ObjectiveReading[]) =>
    all
      .filter(r => r.region === '')
      .flatMap(r => r.burns.filter(b => b.burnRate !== null)).length;
  if (budgets(slices) !== budgets(recorded)) {
    return budgets(slices) > budgets(recorded);
  }
  return slices.some(r => r.isFilling) || burns(slices) > burns(recorded);
}
