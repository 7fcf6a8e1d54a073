import { stringifyEntityRef } from '@backstage/catalog-model';
import { RouteResolutionApi } from '@backstage/frontend-plugin-api';
import { SloApi, SloChange } from '@worldscale/backstage-plugin-slo-common';
import { sloPath } from '../useSloPaths';
import {
  LaneAnswer,
  LaneMark,
  LanePeriod,
  LaneQuery,
  minuteText,
} from '@worldscale/backstage-plugin-worlds-react';

/*
 * Changes of objectives as a lane of the timeline: stretches in which an alert fired or
 * a budget was spent, and marks where a policy, a freeze or a definition changed. A
 * stretch whose beginning lies before the span begins with the span; one without an end
 * goes on.
 */

export interface BurnLaneDeps extends Record<string, unknown> {
  slo: SloApi;
  routes: RouteResolutionApi;
}

/** The most that the backend gives at once. */
const CHANGES_ASKED = 1000;

/** What ends each kind of stretch, and how it is told. */
const stretches = {
  alertFired: { end: 'alertResolved', state: 'atRisk' },
  budgetSpent: { end: 'budgetBack', state: 'breached' },
} as const;

type Begin = keyof typeof stretches;

const isBegin = (kind: SloChange['kind']): kind is Begin => kind in stretches;

const beginOf = (kind: SloChange['kind']) =>
  (Object.keys(stretches) as Begin[]).find(key => stretches[key].end === kind);

/** Tells stretches of one alert, or of one budget, from all others. */
const keyOf = (begin: Begin, { slo, objective, severity }: SloChange) =>
  [begin, slo, objective, begin === 'alertFired' ? severity : ''].join('|');

const titles: Record<SloChange['kind'], string> = {
  alertFired: 'Burn alert',
  alertResolved: 'Burn alert',
  budgetSpent: 'Budget spent',
  budgetBack: 'Budget spent',
  policyChanged: 'Policy',
  overrideGiven: 'Freeze lifted',
  generationStarted: 'Counted anew',
};

function titleOf({ kind, slo, severity }: SloChange): string {
  const what = severity ? `${titles[kind]} (${severity})` : titles[kind];
  return slo ? `${what}: ${slo}` : what;
}

/** Pairs beginnings and ends of the changes, in whatever order they come. */
export function laneOf(
  changes: readonly SloChange[],
  fromMs: number,
  hrefOf: (change: SloChange) => string | undefined = () => undefined,
): Pick<LaneAnswer, 'marks' | 'periods'> {
  const marks: LaneMark[] = [];
  const periods: LanePeriod[] = [];
  const open = new Map<string, SloChange>();
  const close = (begin: Begin, started: SloChange, toMs: number | null) =>
    periods.push({
      id: `${keyOf(begin, started)}|${started.at}`,
      title: titleOf(started),
      sentence: started.text,
      href: hrefOf(started),
      state: stretches[begin].state,
      fromMs: Date.parse(started.at),
      toMs,
    });
  const inOrder = [...changes].sort(
    (a, b) => Date.parse(a.at) - Date.parse(b.at),
  );
  for (const change of inOrder) {
    const atMs = Date.parse(change.at);
    const ends = beginOf(change.kind);
    if (isBegin(change.kind)) {
      const key = keyOf(change.kind, change);
      // Told twice, it began once.
      if (!open.has(key)) open.set(key, change);
    } else if (ends) {
      const key = keyOf(ends, change);
      const started = open.get(key);
      open.delete(key);
      if (started) close(ends, started, atMs);
      else {
        const before = { ...change, at: new Date(fromMs).toISOString() };
        if (atMs > fromMs) close(ends, before, atMs);
      }
    } else {
      marks.push({
        id: `${change.kind}|${change.slo ?? change.entityRef}|${change.at}`,
        title: titleOf(change),
        sentence: change.text,
        href: hrefOf(change),
        atMs,
      });
    }
  }
  for (const [key, started] of open) {
    close(key.split('|')[0] as Begin, started, null);
  }
  return { marks, periods };
}

/** From when on no change means that there was none. */
function notedFrom(
  knownSince: string | null | undefined,
  { fromMs, toMs }: Pick<LaneQuery, 'fromMs' | 'toMs'>,
): number {
  if (knownSince === undefined) return fromMs;
  if (knownSince === null) return toMs;
  return Math.min(toMs, Math.max(fromMs, Date.parse(knownSince)));
}

function notNotedReason(knownSince: string | null | undefined): string {
  return knownSince
    ? `Changes of error budgets are noted since ${minuteText(
        Date.parse(knownSince),
      )}.`
    : 'No error budget has been looked at yet.';
}

export async function loadBurn(
  query: LaneQuery,
  { slo, routes }: BurnLaneDeps,
): Promise<LaneAnswer> {
  const { entities, fromMs, toMs, signal } = query;
  const refs = new Set(entities.map(entity => stringifyEntityRef(entity)));
  const [only] = refs.size === 1 ? refs : [];
  const { changes, knownSince } = await slo.getChanges(
    {
      entityRef: only,
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
      limit: CHANGES_ASKED,
    },
    { signal },
  );
  const oldest = changes[changes.length - 1];
  const isCut = changes.length >= CHANGES_ASKED;
  const notedFromMs = notedFrom(knownSince, query);
  const toldFromMs = Math.max(
    isCut ? Date.parse(oldest.at) : fromMs,
    notedFromMs,
  );
  const own = changes.filter(
    ({ entityRef }) => entityRef !== null && refs.has(entityRef),
  );
  return {
    ...laneOf(own, toldFromMs, change =>
      change.slo === null ? undefined : sloPath(routes, change.slo),
    ),
    gaps: [
      ...(notedFromMs > fromMs
        ? [{ fromMs, toMs: notedFromMs, reason: notNotedReason(knownSince) }]
        : []),
      ...(isCut
        ? [
            {
              fromMs,
              toMs: Math.max(fromMs + 1, toldFromMs),
              reason: `Only the newest ${changes.length} changes are known; look closer at an earlier time for those before.`,
            },
          ]
        : []),
    ],
  };
}
