import {
  formatNumber,
  ScalingChange,
} from '@worldscale/backstage-plugin-scaling-common';
import { LaneMark } from '@worldscale/backstage-plugin-worlds-react';
import {
  directionOf,
  instantText,
  readinessText,
  whoText,
} from '../ledger/changeWords';
import { regionTitle } from '../wording';

/** `12 → 14 replicas`, `to 14 game servers of the preview`. */
function sizeText({ from, to, kind, stack }: ScalingChange): string {
  const noun = kind === 'Fleet' ? 'game servers' : 'replicas';
  const sizes =
    from === null
      ? `to ${formatNumber(to)}`
      : `${formatNumber(from)} → ${formatNumber(to)}`;
  return `${sizes} ${noun}${stack === 'preview' ? ' of the preview' : ''}`;
}

function sentenceOf(change: ScalingChange): string {
  const { why, notBefore, readiness } = change;
  return [
    why.sentence,
    readiness === 'unknown' ? [] : `Ready: ${readinessText(change)}.`,
    notBefore
      ? `It took effect at some time since ${instantText(notBefore)}.`
      : [],
  ]
    .flat()
    .filter(Boolean)
    .join(' ');
}

/** A change of the ledger as a mark of the timeline. */
export function changeMark(
  change: ScalingChange,
  options: { serviceTitle?: string; href: string },
): LaneMark {
  const { serviceTitle, href } = options;
  const direction = directionOf(change);
  return {
    id: change.id,
    atMs: Date.parse(change.at),
    title: [serviceTitle ?? [], sizeText(change)].flat().join(': '),
    sentence: sentenceOf(change),
    shape: direction === 'other' ? 'event' : direction,
    ...(change.actor.type === 'rollout' && { topic: 'deployment' }),
    isInferred: !change.reasonObserved,
    where: regionTitle(change),
    actor: change.actor.type === 'unknown' ? undefined : whoText(change),
    href,
  };
}
