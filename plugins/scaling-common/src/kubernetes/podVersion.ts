import { asRecord, asText, KubernetesObject } from './reading';

/** One container of a workload's pods. */
export interface ContainerImage {
  container: string;
  /** As it is written: `registry.example/aurora/gateway:1.42.0`. */
  image: string;
}

/** Which version of its pods a workload asks for. */
export interface PodVersion {
  /**
   * Tells one version from the next. Begins with what counted it: `revision:` the
   * controller itself, `template:` a fingerprint of the template.
   */
  revision: string;
  /** In order of name; none where they are not known. */
  images: ContainerImage[];
}

function imagesOf(template: Record<string, unknown>): ContainerImage[] {
  const spec = asRecord(template.spec);
  // A Fleet's template is that of a game server, which holds that of the pod.
  const pods = spec.containers ? spec : asRecord(asRecord(spec.template).spec);
  const containers = Array.isArray(pods.containers) ? pods.containers : [];
  return containers
    .flatMap(entry => {
      const { name, image } = asRecord(entry);
      const container = asText(name);
      const text = asText(image);
      return container && text ? [{ container, image: text }] : [];
    })
    .sort((a, b) => a.container.localeCompare(b.container, 'en-US'));
}

/** FNV-1a in 64 bits (IETF draft-eastlake-fnv), of what the server writes in one order. */
function fingerprint(value: unknown): string {
  let low = 0x84222325;
  let high = 0xcbf29ce4;
  for (const character of JSON.stringify(value)) {
    low ^= character.codePointAt(0)!;
    // Times 2^40 + 0x1b3, in two halves.
    const product = (low >>> 0) * 0x1b3;
    const carried = Math.floor(product / 2 ** 32);
    high = (Math.imul(high, 0x1b3) + carried + (low << 8)) | 0;
    low = product | 0;
  }
  return [high, low].map(half => (half >>> 0).toString(36)).join('-');
}

/**
 * What a controller counts as a version is one where it says so: the annotation
 * `deployment.kubernetes.io/revision` of a Deployment, `status.updateRevision` of a
 * StatefulSet, `status.currentPodHash` of an Argo Rollout. A Fleet rolls out whatever
 * differs in its template. A status is of a specification before until its controller
 * has observed the latest, so until then nothing is known.
 *
 * @param isTrusted whether its controller has seen the latest specification
 */
export function readPodVersion(
  { metadata, spec, status }: KubernetesObject,
  isTrusted: boolean,
): PodVersion | null {
  if (!isTrusted) return null;
  const template = asRecord(spec.template);
  const counted =
    asText(metadata.annotations['deployment.kubernetes.io/revision']) ??
    asText(status?.updateRevision) ??
    asText(status?.currentPodHash);
  if (!counted && Object.keys(template).length === 0) return null;
  return {
    revision: counted
      ? `revision:${counted}`
      : `template:${fingerprint(template)}`,
    images: imagesOf(template),
  };
}
