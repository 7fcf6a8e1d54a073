import { BudgetingMethod, Operator } from '../openslo/schema';
import { Duration } from '../openslo/duration';
import { Place, Position } from '../openslo/Problem';
import { ErrorBudgetPolicy } from '../policy/ErrorBudgetPolicy';
import { Exclusion } from '../time/Exclusion';

/** A query and where it goes. */
export interface MetricQuery {
  /** Type of the data source, e.g. `Prometheus`; undefined where nothing says it. */
  sourceType?: string;
  /** Name of the DataSource. */
  sourceRef?: string;
  /** Fields of the query as written. */
  spec: Readonly<Record<string, unknown>>;
  /** Where it is written; undefined where no file has it. */
  place?: Place;
}

/** How events or samples are told apart. */
export type Indicator =
  | {
      kind: 'ratio';
      /** Whether the queries give counters, which only grow. */
      isCounter: boolean;
      part: 'good' | 'bad';
      partQuery: MetricQuery;
      total: MetricQuery;
    }
  | { kind: 'raw'; rawType: 'success' | 'failure'; query: MetricQuery }
  | { kind: 'threshold'; query: MetricQuery };

export interface Objective {
  /** Place in the list of objectives, from 0. */
  index: number;
  displayName?: string;
  /** Share that must be good, 0 to below 1. */
  target: number;
  indicatorName: string;
  indicator: Indicator;
  /** What is good of a threshold metric. */
  comparison?: { op: Operator; value: number };
  /** Length of a slice (Timeslices and RatioTimeslices). */
  sliceMs?: number;
  /** Share of a slice that makes it good (Timeslices). */
  timeSliceTarget?: number;
  weight: number;
}

export type TimeWindow =
  | { kind: 'rolling'; duration: Duration }
  | {
      kind: 'calendar';
      duration: Duration;
      /** Local time without zone: `2026-01-01 00:00:00`. */
      startTime: string;
      /** IANA name. */
      timeZone: string;
    };

/** An alert as the file asks for it; rules/burnAlerts.ts judges whether it can be. */
export interface WantedBurnAlert {
  severity: string;
  op: Operator;
  /** Burn rate. */
  threshold: number;
  longMs: number;
  shortMs: number;
  forMs: number;
  alertsOnBreach: boolean;
  alertsOnNoData: boolean;
  /** Names of the notification targets. */
  targets: string[];
  position: Position;
  /** Which field asks for it. */
  field?: string;
  /** One of the usual pairs, which nobody chose for themselves. */
  isUsual?: boolean;
}

/** An SLO with everything that it refers to in its place. */
export interface SloDefinition {
  name: string;
  displayName: string;
  description?: string;
  service: string;
  serviceDisplayName?: string;
  labels: Readonly<Record<string, string | string[]>>;
  method: BudgetingMethod;
  window: TimeWindow;
  objectives: Objective[];
  isComposite: boolean;
  /** Of a composite that counts slices; see the README. */
  compositeTarget?: number;
  alerts: WantedBurnAlert[];
  /** Asks for the usual pairs of windows. */
  wantsDefaultAlerts: boolean;
  /** Where it asks for them. */
  defaultAlertsAt?: Place;
  /** Path beside the file, or an address. */
  runbook?: string;
  groupBy: string[];
  exclusions: Exclusion[];
  policy?: ErrorBudgetPolicy;
  /** Share of slices that must be observed for an answer. */
  coverageFloor: number;
  playerJourney?: string;
  position: Position;
}

/** As OpenObserve has it: a tenth may be missing before an answer is a guess. */
export const defaultCoverageFloor = 0.9;
