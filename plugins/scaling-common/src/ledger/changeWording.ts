import { ScalingMetric } from '../contract';
import { drivingMetricOf } from '../state/drivingMetric';
import {
  count,
  describeMetric,
  formatNumber,
  sentence,
} from '../state/wording';
import { SizeChange } from './sizeChange';

/** Why a size changed, in one sentence. */

type FromTo = Pick<SizeChange, 'from' | 'to'> & { isRecreated?: boolean };

function noun(kind: string): string {
  return kind === 'Fleet' ? 'game server' : 'replica';
}

/** `grew from 12 to 18 replicas`; of what was made anew, that it was. */
function grew({ from, to, isRecreated }: FromTo, kind: string): string {
  const anew = isRecreated ? ' when it was deleted and created again' : '';
  return `${to > from ? 'grew' : 'shrank'} from ${formatNumber(
    from,
  )} to ${count(to, noun(kind))}${anew}`;
}

/** What an autoscaler gave as its reason: `cpu resource utilization above target`. */
function reasonIn(message: string | undefined): string | undefined {
  return message && /reason: (.+)$/.exec(message)?.[1];
}

export function describeAutoscaled(
  change: FromTo,
  kind: string,
  [scalerKind, name]: readonly [string | null, string | null],
  metrics: readonly ScalingMetric[],
  message: string | undefined,
): string {
  const scaler = [scalerKind ?? 'autoscaler', name].filter(Boolean).join(' ');
  const driving = drivingMetricOf([...metrics]);
  const said = driving ? describeMetric(driving) : undefined;
  const given = reasonIn(message);
  const because = said ?? given;
  return sentence(
    `It ${grew(change, kind)} because the ${scaler} asked for it${
      because ? `: ${because}` : ''
    }`,
  );
}

const WRITERS: Readonly<Record<string, (manager: string) => string>> = {
  person: manager => `by hand, or by a script, with ${manager}`,
  automation: manager =>
    `by ${manager}, which applies what is written elsewhere`,
  rollout: manager => `by the controller of rollouts (${manager})`,
  unknown: manager =>
    `by ${manager}; whether that is a person or a program is not known`,
};

export function describeWritten(
  change: FromTo,
  kind: string,
  type: string,
  manager: string,
): string {
  const by = (WRITERS[type] ?? WRITERS.unknown)(manager);
  return sentence(`It ${grew(change, kind)}: the size was set ${by}`);
}

export function describeUnknown(change: FromTo, kind: string): string {
  return sentence(
    `It ${grew(change, kind)}; who changed it and why was not observed`,
  );
}

export function describePreview({ from, to }: FromTo): string {
  return sentence(
    from === 0
      ? `A new version is previewed: ${count(
          to,
          'replica',
        )} beside those with the traffic`
      : `The preview of the new version is over: its ${count(
          from,
          'replica',
        )} are no longer asked for beside the others`,
  );
}

export function describeBackfilled(change: FromTo, kind: string): string {
  return sentence(
    `It ${grew(
      change,
      kind,
    )}, as recorded series show; the reason was not observed`,
  );
}

/** The same sentence of a change that began at another size, as was learnt later. */
export function tellFrom(
  told: string,
  kind: string,
  change: FromTo,
  from: number,
): string {
  const { to } = change;
  return told.replace(
    grew({ from: change.from, to }, kind),
    grew({ from, to }, kind),
  );
}

/**
 * The same sentence as it may be told: where nobody observed the reason it claims none,
 * and says so.
 */
export function tellReason(observed: boolean, told: string): string {
  if (observed || /not observed/i.test(told)) return told;
  const plain = told
    .replace('was not to be seen', 'was not observed')
    .replace(
      / because the (.+?) asked for it.*$/s,
      '; most likely the $1 asked for it (not observed)',
    )
    .replace(/\.$/, '');
  if (/not observed/i.test(plain)) return sentence(plain);
  return sentence(
    plain
      ? `${plain}; the reason was not observed`
      : 'Its reason was not observed',
  );
}
