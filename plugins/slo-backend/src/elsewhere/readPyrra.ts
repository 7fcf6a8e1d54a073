import { pyrraNames } from '@worldscale/backstage-plugin-slo-common';
import { CatalogPicture } from '../definitions/CatalogReader';
import { placeForeign } from './ForeignSlo';
import { foreignReading } from './foreignReading';
import { FoundElsewhere, LabelledColumn } from './LabelledColumn';
import { reasonOf, roundShare } from './readSloth';

/** Pyrra's own default. */
const USUAL_WINDOW_SECONDS = 28 * 86_400;

/** Labels that users give to objectives as `pyrra.dev/service` and so on, best first. */
const serviceLabels = ['service', 'component', 'app'];

/**
 * All SLOs that Pyrra's generic rules record (`--generic-rules`; without them neither
 * target nor window is to be found), by one question for each series name.
 */
export async function readPyrra(
  ask: (selector: string, idLabel?: string) => Promise<LabelledColumn>,
  picture: CatalogPicture,
  atMs: number,
): Promise<FoundElsewhere[]> {
  const { selector, objective, windowSeconds, availability } = pyrraNames;
  const targets = await ask(objective + selector);
  if (!targets.size) return [];
  const [windows, shares, ratios] = await Promise.all([
    ask(windowSeconds + selector),
    ask(availability + selector),
    ask(pyrraNames.errorRatios, '__name__'),
  ]);
  const byWindow = new Map<string, Map<number, number | null>>();
  for (const { labels, value, count } of ratios.values()) {
    const windowMs = pyrraNames.windowOf(labels.__name__ ?? '');
    if (!windowMs) continue;
    const own = byWindow.get(labels.slo) ?? new Map<number, number | null>();
    // What is told apart by labels has no one ratio.
    own.set(windowMs, count > 1 || own.has(windowMs) ? null : value);
    byWindow.set(labels.slo, own);
  }
  return [...targets].map(([id, { labels, value, count }]) => {
    const seconds = windows.get(id)?.value ?? USUAL_WINDOW_SECONDS;
    const periodMs = Math.max(60, seconds) * 1000;
    const label = serviceLabels.find(each => labels[each]);
    const slo = placeForeign(
      {
        ...{ tool: 'pyrra', id, periodMs, title: id },
        service: label ? labels[label] : id,
        target: roundShare(value ?? 0),
      },
      picture,
    );
    const share = shares.get(id);
    const most = Math.max(count, share?.count ?? 0);
    const isKnown = most === 1 && share?.value !== null && share !== undefined;
    const reading = foreignReading(
      slo,
      'pyrra',
      {
        periodMs,
        badRatio: isKnown ? roundShare(1 - (share.value ?? 0)) : null,
        unknownReason: reasonOf(availability, most, share),
        badRatios: byWindow.get(id) ?? new Map(),
      },
      atMs,
    );
    return { slo, reading };
  });
}
