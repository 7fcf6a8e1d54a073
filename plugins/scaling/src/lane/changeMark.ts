import {
  ChangeActor,
  formatNumber,
  ScalingChange,
} from '@worldscale/backstage-plugin-scaling-common';
import { LaneMark } from '@worldscale/backstage-plugin-worlds-react';
import { regionTitle } from '../wording';

const actorWords: Record<ChangeActor['type'], string> = {
  autoscaler: 'its autoscaler',
  person: 'a person',
  rollout: 'a rollout',
  automation: 'an automation',
  unknown: 'somebody or something not known',
};

/** `HorizontalPodAutoscaler gateway`, `a person (kubectl-scale)`. */
export function actorText({ type, kind, name }: ChangeActor): string {
  if (type === 'autoscaler' && name) return `${kind ?? 'autoscaler'} ${name}`;
  return name ? `${actorWords[type]} (${name})` : actorWords[type];
}

function sizeText({ from, to, kind, stack }: ScalingChange): string {
  const noun = kind === 'Fleet' ? 'game servers' : 'replicas';
  const size =
    from === null
      ? `to ${formatNumber(to)}`
      : `${formatNumber(from)} → ${formatNumber(to)}`;
  return `${size} ${noun}${stack === 'preview' ? ' of the preview' : ''}`;
}

/** When it could carry players; nothing where that is not known. */
function readyText({ at, readyAt, readiness }: ScalingChange): string {
  const seconds = readyAt
    ? Math.max(0, Math.round((Date.parse(readyAt) - Date.parse(at)) / 1000))
    : undefined;
  switch (readiness) {
    case 'ready':
      return seconds === undefined
        ? ''
        : ` Ready after ${formatNumber(seconds)} s.`;
    case 'pending':
      return ' Not ready yet.';
    case 'superseded':
      return ' The next change came before it was ready.';
    default:
      return '';
  }
}

function shapeOf({ from, to }: ScalingChange): LaneMark['shape'] {
  if (from === null || from === to) return 'event';
  return to > from ? 'up' : 'down';
}

/** A change of the ledger as a mark of the timeline. */
export function changeMark(
  change: ScalingChange,
  options: { serviceTitle?: string; href: string },
): LaneMark {
  const { serviceTitle, href } = options;
  const { notBefore } = change;
  const since = notBefore
    ? ` It took effect at some time since ${new Date(
        notBefore,
      ).toLocaleString()}.`
    : '';
  return {
    id: change.id,
    atMs: Date.parse(change.at),
    title: [serviceTitle ?? [], sizeText(change)].flat().join(': '),
    sentence: `${change.why.sentence}${readyText(change)}${since}`,
    shape: shapeOf(change),
    isInferred: !change.reasonObserved,
    where: regionTitle(change),
    actor:
      change.actor.type === 'unknown' ? undefined : actorText(change.actor),
    href,
  };
}
