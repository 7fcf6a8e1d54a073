import { manifestKinds, workloadKinds } from './kinds';
import { Manifest, manifestSchema, problemOf, workloadSpec } from './manifest';

/** `Kind namespace/name` as far as an object has them, else its number. */
export function titleOf(object: unknown, index: number): string {
  const { kind, metadata } = (object ?? {}) as {
    kind?: unknown;
    metadata?: { name?: unknown; namespace?: unknown } | null;
  };
  const name = metadata?.name;
  if (typeof kind !== 'string' || typeof name !== 'string') {
    return `object ${index + 1}`;
  }
  return typeof metadata?.namespace === 'string'
    ? `${kind} ${metadata.namespace}/${name}`
    : `${kind} ${name}`;
}

/** The manifest with its namespace, or why it is rejected. */
export function checkManifest(object: unknown): Manifest | string {
  const parsed = manifestSchema.safeParse(object);
  if (!parsed.success) return problemOf(parsed.error);
  const manifest = parsed.data;
  if (manifest.kind === 'Secret' && manifest.apiVersion === 'v1') {
    return 'secrets do not belong in a repository';
  }
  const kind = manifestKinds[manifest.kind];
  if (kind?.apiVersion !== manifest.apiVersion) {
    return `no matches for kind "${manifest.kind}" in version "${manifest.apiVersion}"`;
  }
  if (kind.spec) {
    const spec = kind.spec.safeParse(manifest.spec);
    if (!spec.success) return `spec.${problemOf(spec.error)}`;
  }
  if (workloadKinds.includes(manifest.kind) && manifest.kind !== 'Fleet') {
    const problem = selectorProblem(manifest);
    if (problem) return problem;
  }
  const { namespace = 'default', ...metadata } = manifest.metadata;
  return {
    ...manifest,
    metadata: kind.isNamespaced ? { ...metadata, namespace } : metadata,
  };
}

/** A selector must select the template's own labels. */
function selectorProblem(manifest: Manifest): string | undefined {
  const { selector, template } = workloadSpec.parse(manifest.spec);
  const labels = template.metadata?.labels ?? {};
  const strays = Object.entries(selector.matchLabels).filter(
    ([key, value]) => labels[key] !== value,
  );
  return strays.length > 0
    ? '`selector` does not match template `labels`'
    : undefined;
}
