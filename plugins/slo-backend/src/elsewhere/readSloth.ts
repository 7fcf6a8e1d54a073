import {
  slothNames,
  slothWindowsMs,
} from '@worldscale/backstage-plugin-slo-common';
import { CatalogPicture } from '../definitions/CatalogReader';
import { placeForeign } from './ForeignSlo';
import { foreignReading } from './foreignReading';
import { FoundElsewhere, LabelledColumn } from './LabelledColumn';

const dayMs = 86_400_000;
/** Sloth's own default. */
const USUAL_PERIOD_MS = 30 * dayMs;

/**
 * All SLOs that Sloth's rules record, by one question for each series name: the target,
 * the period, and the share of errors over each window.
 */
export async function readSloth(
  ask: (selector: string) => Promise<LabelledColumn>,
  picture: CatalogPicture,
  atMs: number,
): Promise<FoundElsewhere[]> {
  const { selector, objective, periodDays, errorRatio } = slothNames;
  const targets = await ask(objective + selector);
  if (!targets.size) return [];
  const days = await ask(periodDays + selector);
  const periodOf = (id: string) => {
    const found = days.get(id)?.value;
    return found && found > 0 ? Math.round(found * dayMs) : USUAL_PERIOD_MS;
  };
  const windows = new Set<number>(slothWindowsMs);
  for (const id of targets.keys()) windows.add(periodOf(id));
  const ratios = new Map<number, LabelledColumn>();
  await Promise.all(
    [...windows].map(async windowMs => {
      ratios.set(windowMs, await ask(errorRatio(windowMs) + selector));
    }),
  );
  return [...targets].map(([id, { labels, value, count }]) => {
    const periodMs = periodOf(id);
    const slo = placeForeign(
      {
        ...{ tool: 'sloth', id, periodMs },
        title: labels.sloth_slo || id,
        service: labels.sloth_service || id,
        target: roundShare(value ?? 0),
      },
      picture,
    );
    const period = ratios.get(periodMs)?.get(id);
    const badRatios = new Map<number, number | null>();
    for (const windowMs of slothWindowsMs) {
      const found = ratios.get(windowMs)?.get(id);
      if (found) badRatios.set(windowMs, found.count > 1 ? null : found.value);
    }
    const most = Math.max(count, period?.count ?? 0);
    const reading = foreignReading(
      slo,
      'sloth',
      {
        ...{ periodMs, badRatios },
        badRatio: most > 1 ? null : period?.value ?? null,
        unknownReason: reasonOf(errorRatio(periodMs), most, period),
      },
      atMs,
    );
    return { slo, reading };
  });
}

/** `vector(0.9990000000000001)` is 0.999. */
export function roundShare(value: number): number {
  return Number(value.toPrecision(12));
}

/** Why a value that was asked for is none. */
export function reasonOf(
  name: string,
  count: number,
  found: { value: number | null } | undefined,
): string {
  if (count > 1) {
    return `${count} series of this name are recorded, which differ in other labels`;
  }
  return found
    ? `${name} is not a number, as it is after a time without traffic`
    : `${name} is not recorded now`;
}
