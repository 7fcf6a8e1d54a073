import { posix } from 'node:path';
import {
  componentEntityV1alpha1Validator,
  DefaultNamespaceEntityPolicy,
  Entity,
  EntityPolicies,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  SchemaValidEntityPolicy,
} from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import Ajv from 'ajv';
import { Deployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { PodTemplate, Service, ServiceAccount } from 'kubernetes-models/v1';
import { parseAllDocuments } from 'yaml';
import { Manifest } from './controls';
import { at, Found, isObject, listAt, textAt } from './jsonAt';
import { catalogEntities, filesBelow, root } from './repositoryRoot';
import {
  fleetAutoscalerSchema,
  fleetSchema,
  openSloSchema,
  podMonitorSchema,
} from './schemas';

export type Files = ReadonlyMap<string, string>;

/** The policies that the catalog's backend applies, in its order. */
const policy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new DefaultNamespaceEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

const ajv = new Ajv({ allErrors: true, strict: false });
const isFleet = ajv.compile(fleetSchema);
const isFleetAutoscaler = ajv.compile(fleetAutoscalerSchema);
const isPodMonitor = ajv.compile(podMonitorSchema);
const isOpenSlo = ajv.compile(openSloSchema);

const models: Record<string, new () => { validate(): void }> = {
  Deployment,
  HorizontalPodAutoscaler,
  NetworkPolicy,
  PodDisruptionBudget,
  Service,
  ServiceAccount,
};

/** Mappings of a YAML file. @throws Error naming the file, also for warnings */
export function documentsOf(files: Files, path: string): JsonObject[] {
  const text = files.get(path);
  if (text === undefined) throw new Error(`${path} is missing`);
  return parseAllDocuments(text, { uniqueKeys: true }).map(document => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) throw new Error(`${path}: ${problem.message}`);
    const value: unknown = document.toJS();
    if (!isObject(value)) throw new Error(`${path}: not a mapping`);
    return value;
  });
}

/** The entity, as the catalog would take it. @throws what the catalog would */
export async function entityOf(files: Files): Promise<Entity> {
  const [written, ...more] = documentsOf(files, 'catalog-info.yaml');
  if (!written || more.length > 0) {
    throw new Error('catalog-info.yaml: one entity only');
  }
  // It is one where the policy lets it through.
  const entity = await policy.enforce(written as unknown as Entity);
  if (!entity || !(await componentEntityV1alpha1Validator.check(entity))) {
    throw new Error(`not a Component: ${JSON.stringify(written)}`);
  }
  return entity;
}

function isManifest(document: JsonObject): document is Manifest {
  const labels = at(document, 'metadata.labels');
  return (
    ['kind', 'metadata.name', 'metadata.namespace'].every(path =>
      textAt(document, path),
    ) &&
    isObject(labels) &&
    Object.values(labels).every(label => typeof label === 'string')
  );
}

/** Manifests by region. @throws Error naming a file that holds anything else */
export function manifestsOf(files: Files): Map<string, Manifest[]> {
  const regions = new Map<string, Manifest[]>();
  for (const path of files.keys()) {
    const [, region, file] =
      /^deploy\/([^/]+)\/([^/]+\.yaml)$/.exec(path) ?? [];
    if (!region || file === 'kustomization.yaml') continue;
    const manifests = documentsOf(files, path).map(document => {
      if (!isManifest(document)) {
        throw new Error(`${path}: lacks kind, name, namespace or labels`);
      }
      return document;
    });
    regions.set(region, [...(regions.get(region) ?? []), ...manifests]);
  }
  return regions;
}

/** What Kubernetes would refuse of a manifest. */
export function schemaProblems(manifest: Manifest): string[] {
  const { kind } = manifest;
  const errors = (check: typeof isFleet) =>
    check(manifest)
      ? []
      : (check.errors ?? []).map(
          error => `${kind}${error.instancePath} ${error.message}`,
        );
  if (manifest.kind === 'FleetAutoscaler') return errors(isFleetAutoscaler);
  if (manifest.kind === 'PodMonitor') return errors(isPodMonitor);
  const attempt = (make: () => { validate(): void }) => {
    try {
      make().validate();
      return [];
    } catch (error) {
      return [`${manifest.kind}: ${(error as Error).message}`];
    }
  };
  if (manifest.kind === 'Fleet') {
    const template = at(manifest, 'spec.template.spec.template');
    return [
      ...errors(isFleet),
      ...attempt(() => Object.assign(new PodTemplate(), { template })),
    ];
  }
  const Model = models[manifest.kind];
  if (!Model) return [`${manifest.kind} is not known`];
  return attempt(() => Object.assign(new Model(), manifest));
}

function nameOf(document: Found): string {
  return textAt(document, 'metadata.name');
}

/** Policies and data sources that objectives may refer to. */
const shared = new Set(
  documentsOf(filesBelow(`${root}/catalog/slo`), 'shared.yaml').map(nameOf),
);

/** What is wrong with the objectives, and with what they refer to. */
export function objectiveProblems(files: Files): string[] {
  const documents = documentsOf(files, 'slo.yaml');
  const services = documents
    .filter(({ kind }) => kind === 'Service')
    .map(nameOf);
  return documents.flatMap(document => {
    const problems = isOpenSlo(document)
      ? []
      : (isOpenSlo.errors ?? []).map(
          error => `${error.instancePath} ${error.message}`,
        );
    if (document.kind !== 'SLO') return problems;
    const { spec } = document;
    const name = nameOf(document);
    const annotations = at(document, 'metadata.annotations');
    const runbook = isObject(annotations)
      ? String(annotations['worldscale.io/runbook'] ?? '')
      : '';
    if (!files.has(posix.normalize(runbook))) {
      problems.push(`${name}: no runbook ${runbook}`);
    }
    const service = textAt(spec, 'service');
    if (!services.includes(service)) {
      problems.push(`${name}: no service ${service}`);
    }
    const ratio = at(spec, 'indicator.spec.ratioMetric');
    const named = [
      ...listAt(spec, 'alertPolicies').map(one =>
        textAt(one, 'alertPolicyRef'),
      ),
      ...['good', 'bad', 'total']
        .filter(part => at(ratio, part))
        .map(part => textAt(ratio, `${part}.metricSource.metricSourceRef`)),
    ];
    return [
      ...problems,
      ...named
        .filter(one => !shared.has(one))
        .map(one => `${name}: ${one} does not exist`),
    ];
  });
}

const entityPaths = new Set(
  catalogEntities().map(({ kind, metadata }) =>
    `/catalog/${metadata.namespace ?? 'default'}/${kind}/${
      metadata.name
    }`.toLocaleLowerCase('en-US'),
  ),
);

/** Words that front matter may use, by its field. */
const words = (() => {
  const [taxonomy] = documentsOf(filesBelow(`${root}/docs`), 'taxonomy.yaml');
  const idsOf = (kind: string) =>
    listAt(taxonomy, kind).map(word => textAt(word, 'id'));
  return {
    doc_type: idsOf('docType'),
    persona: idsOf('persona'),
    platform: idsOf('platform'),
    capability: idsOf('capability'),
    scaling_strategy: idsOf('scalingStrategy'),
  };
})();

/** What is wrong with pages and runbooks: front matter, links, navigation. */
export function pageProblems(files: Files): string[] {
  const problems: string[] = [];
  const [site] = documentsOf(files, 'mkdocs.yml');
  const entries = listAt(site, 'nav').flatMap(item =>
    isObject(item) ? Object.values(item) : [],
  );
  if (entries.length === 0) problems.push('mkdocs.yml: no navigation');
  for (const entry of entries) {
    // A page, or a folder of them.
    if (typeof entry !== 'string') {
      problems.push(`mkdocs.yml: ${JSON.stringify(entry)} is no page`);
      continue;
    }
    const path = posix.join('docs', entry);
    const isThere = [...files.keys()].some(
      file => file === path || file.startsWith(`${path}/`),
    );
    if (!isThere) problems.push(`mkdocs.yml: no ${entry}`);
  }
  const objectives = documentsOf(files, 'slo.yaml').map(nameOf);
  for (const [path, text] of files) {
    if (!/^(docs|runbooks)\/.*\.md$/.test(path)) continue;
    const [, head, body] = /^---\n([^]*?)\n---\n([^]*)$/.exec(text) ?? [];
    const [matter] = documentsOf(new Map([[path, head ?? '{}']]), path);
    if (!matter?.title || !matter.doc_type) {
      problems.push(`${path}: no front matter`);
      continue;
    }
    for (const [field, known] of Object.entries(words)) {
      for (const word of [matter[field] ?? []].flat().map(String)) {
        if (!known.includes(word)) problems.push(`${path}: ${field} ${word}`);
      }
    }
    for (const objective of listAt(matter, 'objectives').map(String)) {
      if (!objectives.includes(objective)) {
        problems.push(`${path}: no objective ${objective}`);
      }
    }
    for (const [, target] of body.matchAll(/(?<!\\)\]\(([^)]+)\)/g)) {
      if (!resolves(files, path, target)) problems.push(`${path}: ${target}`);
    }
    for (const [, named] of body.matchAll(/`(runbooks\/[^`]+)`/g)) {
      if (!files.has(named)) problems.push(`${path}: ${named}`);
    }
  }
  return problems;
}

function resolves(files: Files, from: string, target: string): boolean {
  const [path, anchor] = target.split('#');
  if (path.startsWith('/catalog/')) return entityPaths.has(path);
  const blueprint =
    /^\/docs\/default\/component\/operations-blueprint\/(.*)\/$/;
  const page = blueprint.exec(path)?.[1];
  if (page) {
    const text = filesBelow(`${root}/docs`).get(`${page}.md`) ?? '';
    const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
      heading.toLocaleLowerCase('en-US').replace(/[^a-z0-9]+/g, '-'),
    );
    return headings.includes(anchor);
  }
  return files.has(posix.join(posix.dirname(from), path));
}
