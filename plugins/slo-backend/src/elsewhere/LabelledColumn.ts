import { KnownSlo } from '../definitions/Definitions';
import { ObjectiveReading } from '../measuring/ObjectiveReading';

/** One series of an SLO, and how many of its kind there are. */
export interface LabelledValue {
  labels: Readonly<Record<string, string>>;
  /** Null: NaN or infinite. */
  value: number | null;
  count: number;
}

/** Values of one series name by SLO. */
export type LabelledColumn = ReadonlyMap<string, LabelledValue>;

export interface FoundElsewhere {
  slo: KnownSlo;
  reading: ObjectiveReading;
}
