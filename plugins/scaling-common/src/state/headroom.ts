/** What is left to grow. */
export interface Headroom {
  replicas: number;
  /** Share of the maximum that is left, 0 to 100. */
  percent: number;
}

/**
 * Replicas between what is asked for and the maximum. More than the maximum (someone
 * scaled by hand) leaves none. Null where either is unknown, or there is no maximum.
 */
export function headroomOf(
  desired: number | null,
  max: number | null,
): Headroom | null {
  if (desired === null || max === null || max === 0) return null;
  const replicas = Math.max(0, max - desired);
  return { replicas, percent: Math.round((replicas / max) * 1000) / 10 };
}
