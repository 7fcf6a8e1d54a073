import {
  formatNumber,
  Risk,
} from '@worldscale/backstage-plugin-scaling-common';
import { spellAge } from '@worldscale/backstage-plugin-worlds-react';

const MINUTE_MS = 60_000;

/** How long what is left lasts; less than a minute is told as such. */
function lengthText(minutes: number): string {
  return minutes < 1 ? 'less than a minute' : spellAge(minutes * MINUTE_MS);
}

/** Less is worth a word before the state's own reason: an hour is time to act. */
const SHORT_MINUTES = 60;
/** As the rule that takes little headroom for a risk has it. */
const SHORT_PERCENT = 20;

/** Whether figures tell why a service is at risk. */
function isToldByFigures(risk: Risk): boolean {
  const { headroomMinutes, headroomPercent, state, zoneLoss } = risk;
  if (state === 'breached') return false;
  return (
    zoneLoss === 'breaks' ||
    (headroomMinutes !== null && headroomMinutes < SHORT_MINUTES) ||
    (headroomPercent !== null && headroomPercent < SHORT_PERCENT)
  );
}

/**
 * What lies ahead of a service: how long it lasts, what binds it first, and the loss of a
 * zone. Of one that has failed already, or where no figure tells of the risk (it is
 * stuck, its autoscaler is blind), the state's reason in one sentence.
 */
export function riskSentence(risk: Risk): string {
  if (!isToldByFigures(risk)) return risk.reason;
  const { constraint, zoneLoss, headroomPercent, headroomMinutes } = risk;
  const isGrowing = headroomMinutes !== null;
  return [
    isGrowing
      ? `What is left lasts ${lengthText(
          headroomMinutes,
        )} at the present growth.`
      : [],
    !isGrowing && headroomPercent !== null
      ? `${formatNumber(headroomPercent)}% of its maximum is left.`
      : [],
    constraint && isGrowing ? `What binds first: ${constraint}.` : [],
    zoneLoss === 'breaks'
      ? 'It would not hold its demand without its largest zone.'
      : [],
  ]
    .flat()
    .join(' ');
}
