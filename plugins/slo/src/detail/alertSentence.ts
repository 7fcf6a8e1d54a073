import {
  SloAlert,
  spellInstant,
} from '@worldscale/backstage-plugin-slo-common';
import { alertLook, windowText } from '../wording';

/** `since 2026-11-22 21:45 UTC`; or earlier, where it was so at the first look. */
function sinceText(since: string, beganEarlier: boolean | undefined): string {
  return `since ${spellInstant(since)}${beganEarlier ? ' or earlier' : ''}`;
}

/** Whose word the state is, where that matters. */
function judgeText({ judgedBy, own, differsSince }: SloAlert): string[] {
  if (judgedBy === 'portal') {
    return [
      'Judged here: this Prometheus does not evaluate the alert, and pages nobody.',
    ];
  }
  if (!own || !differsSince) return [];
  return [
    `Prometheus says so; by its burn rates the portal would say ${alertLook(
      own,
    ).word.toLocaleLowerCase('en-US')}, ${sinceText(differsSince, false)}.`,
  ];
}

/** When an alert fires, since when it does, whose word that is, and who is told. */
export function alertSentence(alert: SloAlert): string {
  const { op, forMs, since, state, isHeld, beganEarlier, targets, judgedBy } =
    alert;
  const above = op === 'gt' ? 'above' : 'at or above';
  const waits = forMs > 0 ? ` for ${windowText(forMs)}` : '';
  return [
    `Fires while both are ${above} the mark${waits}.`,
    since && state !== 'inactive'
      ? `${state === 'firing' ? 'Firing' : 'Pending'} ${sinceText(
          since,
          beganEarlier,
        )}.`
      : [],
    isHeld ? 'Nothing new is known of it, so it stays as it was.' : [],
    judgeText(alert),
    targets.length > 0 && judgedBy !== 'portal'
      ? `Tells ${targets.join(', ')}.`
      : [],
  ]
    .flat()
    .join(' ');
}
