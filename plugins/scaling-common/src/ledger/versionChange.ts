import { SizeWriter } from '../kubernetes/origin';
import { ContainerImage, PodVersion } from '../kubernetes/podVersion';
import { listOf } from '../state/wording';
import { ChangeActor } from './ledgerContract';
import type { KnownSize, SizeObservation } from './sizeChange';
import { actorTypeOf, isNewWriter } from './writers';

/**
 * What a new version of a workload is: its controller replaces its pods by others. That
 * is told by the revision that it counts, and where it counts none, or another one of
 * that name was created, by the images alone. Another template with the same images (a
 * restart, another configuration) replaces all pods as well, so it counts.
 */
export interface VersionChange {
  from: ContainerImage[];
  to: ContainerImage[];
}

type Seen = Pick<SizeObservation, 'uid' | 'version'>;
type Known = Pick<KnownSize, 'uid' | 'version'>;

function schemeOf({ revision }: PodVersion): string {
  return revision.slice(0, revision.indexOf(':'));
}

/** Pods have containers: where no images are told, they are not known. */
function isUnknown(images: readonly ContainerImage[]): boolean {
  return images.length === 0;
}

function areOtherImages(a: PodVersion, b: PodVersion): boolean {
  if (isUnknown(a.images) || isUnknown(b.images)) return false;
  return JSON.stringify(a.images) !== JSON.stringify(b.images);
}

/** Whether an observation tells of another version than what is known. */
export function isVersionNews(seen: Seen, known: Known): boolean {
  if (!seen.version) return false;
  return (
    !known.version ||
    seen.uid !== known.uid ||
    seen.version.revision !== known.version.revision
  );
}

/** Undefined where no new version is seen, or none was known before. */
export function findVersionChange(
  seen: Seen,
  known: Known,
): VersionChange | undefined {
  const { version: after } = seen;
  const { version: before } = known;
  if (!after || !before || !isVersionNews(seen, known)) return undefined;
  const isCounted =
    seen.uid === known.uid && schemeOf(after) === schemeOf(before);
  if (!isCounted && !areOtherImages(after, before)) return undefined;
  return { from: before.images, to: after.images };
}

/** Of another object of the name: its count of versions is not that of the next. */
const COUNTED_BEFORE = 'before:';

/**
 * What is known of the version once an observation was taken in. As long as its revision
 * is the same the images are those of its beginning: a Deployment that is paused may name
 * others already. One that was created again says nothing of its version until its
 * controller has seen it: until then only the images of the one before are known.
 */
export function knowVersion(
  seen: Seen & Pick<SizeObservation, 'templateWriter'>,
  known: (Known & Pick<KnownSize, 'templateWriter'>) | undefined,
): Pick<KnownSize, 'version' | 'templateWriter'> {
  if (!known || isVersionNews(seen, known)) {
    return { version: seen.version, templateWriter: seen.templateWriter };
  }
  const { version, templateWriter, uid } = known;
  return version && seen.uid !== uid
    ? { version: { ...version, revision: COUNTED_BEFORE }, templateWriter }
    : { version, templateWriter };
}

/**
 * Whether versions may have come and gone between what is known and what is seen, where
 * nobody watched in between: whoever writes a template makes another generation. Only
 * the revisions of a Deployment are numbers, one for each version.
 */
export function mayHaveMissed(
  seen: Seen & Pick<SizeObservation, 'kind' | 'generation'>,
  known: Known & Pick<KnownSize, 'generation'>,
): boolean {
  if (!known.version) return false;
  if (seen.uid !== known.uid) return true;
  if (seen.generation !== null && seen.generation === known.generation) {
    return false;
  }
  const [before, after] = [known.version, seen.version].map(version =>
    Number(/^revision:(\d+)$/.exec(version?.revision ?? '')?.[1] ?? NaN),
  );
  const isCounted = seen.kind === 'Deployment' && after >= before;
  return !(isCounted && after - before <= 1);
}

/** Clocks differ by seconds, and times in Kubernetes have whole seconds. */
const SKEW_MS = 15_000;

/** Who brought a new version, and when they wrote it, where the object says so. */
export function attributeVersion(evidence: {
  kind: string;
  writer: SizeWriter | null | undefined;
  writerBefore: SizeWriter | null | undefined;
  /** The version before was still known to hold then (Unix milliseconds). */
  knownAtMs: number;
  seenAtMs: number;
}): { actor: ChangeActor; atMs: number | null } {
  const { kind, writer, writerBefore, knownAtMs, seenAtMs } = evidence;
  if (!writer || !isNewWriter(writer, writerBefore ?? null)) {
    return { actor: { type: 'unknown', kind: null, name: null }, atMs: null };
  }
  const writtenMs = Date.parse(writer.at ?? '');
  const isWithin =
    writtenMs >= knownAtMs - SKEW_MS && writtenMs <= seenAtMs + SKEW_MS;
  return {
    actor: {
      type: actorTypeOf(writer, kind),
      ...{ kind: null, name: writer.manager },
    },
    atMs: isWithin ? Math.min(writtenMs, seenAtMs) : null,
  };
}

const DIGEST_LENGTH = 12;

/** `gateway:1.42.0`, `gateway@1f0c9a8b7d6e`: without registry and path. */
function shortImage(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1);
  const [name, digest] = last.split('@');
  if (!digest || name.includes(':')) return name;
  return `${name}@${digest.replace(/^sha256:/, '').slice(0, DIGEST_LENGTH)}`;
}

function shortVersion(image: string): string {
  const short = shortImage(image);
  const version = /[:@](.*)$/.exec(short)?.[1];
  return version ?? short;
}

/** Containers whose images differ, with both; null where there is none of it. */
function differing({ from, to }: VersionChange) {
  const names = [...from, ...to].map(({ container }) => container);
  const imageIn = (images: ContainerImage[], name: string) =>
    images.find(({ container }) => container === name)?.image ?? null;
  return [...new Set(names)].flatMap(name => {
    const [before, after] = [imageIn(from, name), imageIn(to, name)];
    return before === after ? [] : [{ name, before, after }];
  });
}

/** A few words: `1.41.0 → 1.42.0`; of the first of several images. */
export function titleOfVersion(change: VersionChange): string {
  if (isUnknown(change.from) || isUnknown(change.to)) return 'new version';
  const [first, ...others] = differing(change);
  if (!first) return 'pods replaced, same images';
  const { before, after, name } = first;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  if (after === null) return `without ${name}${more}`;
  return before === null
    ? `with ${name} ${shortVersion(after)}${more}`
    : `${shortVersion(before)} → ${shortVersion(after)}${more}`;
}

const WRITERS: Partial<Record<ChangeActor['type'], string>> = {
  person: 'by hand, or by a script, with',
  automation: 'by',
};

/** What changed and by whom, as one sentence. */
export function describeVersion(
  change: VersionChange,
  { kind, name }: { kind: string; name: string },
  actor: ChangeActor,
): string {
  const by = actor.name
    ? `, written ${WRITERS[actor.type] ?? 'by'} ${actor.name}`
    : '';
  const what = `A new version of the ${kind} ${name}`;
  const images = listOf(change.to.map(({ image }) => shortImage(image)));
  if (isUnknown(change.to)) return `${what}: its images are not known${by}.`;
  if (isUnknown(change.from)) {
    return `${what}: ${images}; the images before are not known${by}.`;
  }
  const steps = differing(change).map(({ name: container, before, after }) => {
    if (after === null) return `${container} is gone`;
    return before === null
      ? `${container} (${shortImage(after)}) is new`
      : `${container} from ${shortImage(before)} to ${shortImage(after)}`;
  });
  if (steps.length > 0) {
    return `${what}: ${listOf(steps)}${by}.`;
  }
  return `The pods of the ${kind} ${name} are replaced: their template changed, and they have the same images as the version known before (${images})${by}.`;
}
