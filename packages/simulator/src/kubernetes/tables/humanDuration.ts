/**
 * A length of time in at most two units, as k8s.io/apimachinery's HumanDuration
 * prints ages: `45s`, `5m30s`, `3h`, `2d5h`, `400d`.
 */
export function humanDuration(durationMs: number): string {
  const seconds = Math.trunc(durationMs / 1000);
  if (Number.isNaN(seconds) || seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 10) return twoUnits(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(minutes / 60);
  if (hours < 8) return twoUnits(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(hours / 24);
  if (hours < 192) return twoUnits(days, 'd', hours % 24, 'h');
  const years = Math.trunc(days / 365);
  if (years < 2) return `${days}d`;
  if (years < 8) return twoUnits(years, 'y', days % 365, 'd');
  return `${years}y`;
}

function twoUnits(
  large: number,
  unit: string,
  small: number,
  smallUnit: string,
) {
  return small === 0
    ? `${large}${unit}`
    : `${large}${unit}${small}${smallUnit}`;
}
