import { KnownSlo } from '../definitions/Definitions';
import { ObjectiveReading, targetOf } from './ObjectiveReading';

/** What keeps an SLO from being measured at all, as a reading of each objective. */
export function unmeasured(
  slo: KnownSlo,
  unknownReason: string,
): ObjectiveReading[] {
  const { definition } = slo;
  const ids = definition.objectives.map(o => String(o.index));
  const all = [...ids, ...(definition.isComposite ? ['all'] : [])];
  return all.map(objective => ({
    ...{ slo: definition.name, objective, region: '', unknownReason },
    target: targetOf(definition, objective),
    ...{ window: undefined, figures: null, coverage: null, burns: [] },
    ...{ measuredBy: 'direct', isFilling: false },
  }));
}

/** An SLO whose definition is newer than the latest round: there, and not known yet. */
export function notYetMeasured(
  slo: KnownSlo,
  unknownReason = 'it has not been measured yet',
): ObjectiveReading[] {
  return unmeasured(slo, unknownReason).map(reading => ({
    ...reading,
    ...{ measuredBy: null, isFilling: true, isNew: true },
  }));
}
