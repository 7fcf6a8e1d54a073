import {
  compareVersions,
  isVersionNews,
  KnownSize,
} from '@worldscale/backstage-plugin-scaling-common';
import { Sighting } from '../recording/Sighting';

/**
 * Whether the store is to hear of what was seen. Most versions of a workload differ in
 * their status alone.
 *
 * @param members services that its changes count for already
 */
export function isNewsOf(
  { seen, entityRefs, isGap, isForced }: Sighting,
  known: KnownSize | undefined,
  members: readonly string[],
): boolean {
  if (!known || isForced) return true;
  if (entityRefs.some(ref => !members.includes(ref))) return true;
  if (!known.version && seen.version) return true;
  const order = compareVersions(seen, known);
  if (order === 'same' || order === 'older') return false;
  return (
    (isGap && entityRefs.length > 0) ||
    seen.uid !== known.uid ||
    isVersionNews(seen, known) ||
    seen.generation !== known.generation ||
    JSON.stringify(seen.writer) !== JSON.stringify(known.writer) ||
    (seen.previewSize ?? known.previewSize) !== known.previewSize ||
    seen.size !== known.size
  );
}
