import { Risk } from '@worldscale/backstage-plugin-scaling-common';
import { spellAge } from '@worldscale/backstage-plugin-worlds-react';

const MINUTE_MS = 60_000;

/** How long what is left lasts; less than a minute is told as such. */
function lengthText(minutes: number): string {
  return minutes < 1 ? 'less than a minute' : spellAge(minutes * MINUTE_MS);
}

/**
 * What lies ahead of a service, in one sentence: how long it lasts, what binds it first,
 * and the loss of a zone. Where no figure tells of it the sentence is the state's reason,
 * as of a service that is stuck or whose autoscaler is blind.
 */
export function riskSentence(risk: Risk): string {
  const { constraint, zoneLoss, headroomPercent, headroomMinutes } = risk;
  const isAtEnd = headroomPercent === 0 || headroomMinutes === 0;
  const ahead = [
    headroomMinutes !== null && !isAtEnd
      ? `What is left lasts ${lengthText(
          headroomMinutes,
        )} at the present growth.`
      : [],
    isAtEnd ? 'Nothing is left.' : [],
    constraint && (isAtEnd || headroomMinutes !== null)
      ? `What binds first: ${constraint}.`
      : [],
    zoneLoss === 'breaks'
      ? 'It would not hold its demand without its largest zone.'
      : [],
  ].flat();
  return ahead.length > 0 ? ahead.join(' ') : risk.reason;
}
