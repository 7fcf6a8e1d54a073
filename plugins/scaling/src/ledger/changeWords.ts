import {
  formatNumber,
  ScalingChange,
  tellReason,
} from '@worldscale/backstage-plugin-scaling-common';
import { spellAge } from '@worldscale/backstage-plugin-worlds-react';

/** `10 to 12`; what it was before may be unknown. */
export function sizesText({ from, to, stack }: ScalingChange): string {
  const sizes = `${
    from === null ? 'unknown' : formatNumber(from)
  } to ${formatNumber(to)}`;
  return stack === 'preview' ? `${sizes} (preview stack)` : sizes;
}

export function directionOf({
  from,
  to,
}: ScalingChange): 'up' | 'down' | 'other' {
  if (from === null || from === to) return 'other';
  return to > from ? 'up' : 'down';
}

const actorWords = {
  autoscaler: 'Autoscaler',
  person: 'A person',
  rollout: 'Rollout',
  automation: 'Automation',
  unknown: 'Not known',
};

/** Who or what changes sizes, for the filter. */
export const actorTitles: Record<ScalingChange['actor']['type'], string> =
  actorWords;

/** `HorizontalPodAutoscaler aurora-gateway`, `A person (kubectl-scale)`. */
export function whoText({ actor }: Pick<ScalingChange, 'actor'>): string {
  const { type, kind, name } = actor;
  if (type === 'autoscaler') {
    return [kind ?? actorWords.autoscaler, name].filter(Boolean).join(' ');
  }
  return name ? `${actorWords[type]} (${name})` : actorWords[type];
}

/** How long until all of the new size were ready. */
export function readinessText(change: ScalingChange): string {
  const { at, readyAt, readiness } = change;
  switch (readiness) {
    case 'ready': {
      if (readyAt === null) return 'ready, not seen when';
      const ms = Date.parse(readyAt) - Date.parse(at);
      return ms < 1000 ? 'at once' : `after ${spellAge(ms)}`;
    }
    case 'pending':
      return 'not yet';
    case 'superseded':
      return 'overtaken by the next change';
    default:
      return 'unknown';
  }
}

/** With the year and the zone, for what stands alone. */
export function wholeInstantText(at: string): string {
  return new Date(at).toLocaleString(undefined, {
    ...{ year: 'numeric', month: 'short', day: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    timeZoneName: 'short',
  });
}

/** A date and time with seconds, as the reader's place writes it. */
export function instantText(at: string): string {
  return new Date(at).toLocaleString(undefined, {
    ...{ month: 'short', day: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
}

/** One line that names a change, for marks and titles. */
export function changeTitle(change: ScalingChange): string {
  return `${instantText(change.at)}: ${sizesText(change)}, ${whoText(change)}`;
}

/** Why, or that nobody saw it. */
export function reasonText({ reasonObserved, why }: ScalingChange): string {
  return tellReason(reasonObserved, why.sentence);
}
