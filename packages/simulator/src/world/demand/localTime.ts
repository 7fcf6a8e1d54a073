const { floor, min } = Math;

const HOUR_MS = 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

function readOffset(timeZone: string, atMs: number): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      timeZoneName: 'longOffset',
    });
    formats.set(timeZone, format);
  }
  const name =
    format.formatToParts(atMs).find(part => part.type === 'timeZoneName')
      ?.value ?? 'GMT';
  const match = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name);
  if (!match?.[1]) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}

/**
 * Milliseconds to add to UTC for local time in an IANA zone, daylight saving
 * included. Asked once per zone and UTC hour: zones change their offset on the hour.
 */
export function zoneOffsetMs(timeZone: string, atMs: number): number {
  const hour = floor(atMs / HOUR_MS);
  let known = offsets.get(timeZone);
  if (!known) {
    known = new Map();
    offsets.set(timeZone, known);
  }
  let offset = known.get(hour);
  if (offset === undefined) {
    offset = readOffset(timeZone, hour * HOUR_MS);
    // A year of hours; more means that somebody wanders through history.
    if (known.size > 9000) known.clear();
    known.set(hour, offset);
  }
  return offset;
}

/** Offset outside of daylight saving in the year of the instant. */
export function standardOffsetMs(timeZone: string, atMs: number): number {
  const year = new Date(atMs).getUTCFullYear();
  return min(
    zoneOffsetMs(timeZone, Date.UTC(year, 0, 15)),
    zoneOffsetMs(timeZone, Date.UTC(year, 6, 15)),
  );
}
