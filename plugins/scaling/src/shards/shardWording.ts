import {
  formatNumber,
  Shard,
  ShardPhase,
} from '@worldscale/backstage-plugin-scaling-common';

/** What a shard does, as people read it. */
export const phaseWords: Readonly<Record<ShardPhase, string>> = {
  ready: 'Ready',
  allocated: 'Allocated',
  reserved: 'Reserved',
  starting: 'Starting',
  unhealthy: 'Unhealthy',
  shuttingDown: 'Shutting down',
  unknown: 'Unknown',
};

/** `1,950 of 2,500`, `1,950`, `unknown`. */
export function playersText({
  players,
  capacity,
}: Pick<Shard, 'players' | 'capacity'>): string {
  if (players === null) return 'unknown';
  return capacity === null
    ? formatNumber(players)
    : `${formatNumber(players)} of ${formatNumber(capacity)}`;
}

/** `78 %`, `unknown`. */
export function percentText(percent: number | null): string {
  return percent === null ? 'unknown' : `${formatNumber(percent)} %`;
}
