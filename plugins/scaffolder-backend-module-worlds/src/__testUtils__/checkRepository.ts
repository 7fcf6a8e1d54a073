import { posix } from 'node:path';
import {
  componentEntityV1alpha1Validator,
  DefaultNamespaceEntityPolicy,
  Entity,
  EntityPolicies,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  SchemaValidEntityPolicy,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import Ajv from 'ajv';
import { Deployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { PodTemplate, Service, ServiceAccount } from 'kubernetes-models/v1';
import { parseAllDocuments } from 'yaml';
import { Manifest } from './controls';
import { catalogEntities, filesBelow, root } from './repositoryRoot';
import {
  fleetAutoscalerSchema,
  fleetSchema,
  openSloSchema,
  podMonitorSchema,
} from './schemas';

type Json = any; // eslint-disable-line @typescript-eslint/no-explicit-any
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

const models: Record<string, new (data: Json) => { validate(): void }> = {
  Deployment,
  HorizontalPodAutoscaler,
  NetworkPolicy,
  PodDisruptionBudget,
  Service,
  ServiceAccount,
};

/** Documents of a YAML file. @throws Error naming the file, also for warnings */
export function documentsOf(files: Files, path: string): Json[] {
  const text = files.get(path);
  if (text === undefined) throw new Error(`${path} is missing`);
  return parseAllDocuments(text, { uniqueKeys: true }).map(document => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) throw new Error(`${path}: ${problem.message}`);
    return document.toJS();
  });
}

/** The entity, as the catalog would take it. @throws what the catalog would */
export async function entityOf(files: Files): Promise<Entity> {
  const [entity, ...more] = documentsOf(files, 'catalog-info.yaml');
  if (more.length > 0) throw new Error('catalog-info.yaml: one entity only');
  await policy.enforce(entity);
  if (!(await componentEntityV1alpha1Validator.check(entity))) {
    throw new Error(`not a Component: ${stringifyEntityRef(entity)}`);
  }
  return entity;
}

/** Manifests by region. */
export function manifestsOf(files: Files): Map<string, Manifest[]> {
  const regions = new Map<string, Manifest[]>();
  for (const path of files.keys()) {
    const [, region, file] =
      /^deploy\/([^/]+)\/([^/]+\.yaml)$/.exec(path) ?? [];
    if (!region || file === 'kustomization.yaml') continue;
    regions.set(region, [
      ...(regions.get(region) ?? []),
      ...documentsOf(files, path),
    ]);
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
    const template = manifest.spec.template?.spec?.template;
    return [
      ...errors(isFleet),
      ...attempt(() => new PodTemplate({ template })),
    ];
  }
  const Model = models[manifest.kind];
  if (!Model) return [`${manifest.kind} is not known`];
  return attempt(() => new Model(manifest));
}

/** Policies and data sources that objectives may refer to. */
const shared = new Set(
  documentsOf(filesBelow(`${root}/catalog/slo`), 'shared.yaml').map(
    ({ metadata }) => metadata.name,
  ),
);

/** What is wrong with the objectives, and with what they refer to. */
export function objectiveProblems(files: Files): string[] {
  const documents = documentsOf(files, 'slo.yaml');
  const services = documents
    .filter(({ kind }) => kind === 'Service')
    .map(({ metadata }) => metadata.name);
  return documents.flatMap(document => {
    const problems = isOpenSlo(document)
      ? []
      : (isOpenSlo.errors ?? []).map(
          error => `${error.instancePath} ${error.message}`,
        );
    if (document.kind !== 'SLO') return problems;
    const { metadata, spec } = document;
    const runbook = metadata.annotations?.['worldscale.io/runbook'] ?? '';
    if (!files.has(posix.normalize(runbook))) {
      problems.push(`${metadata.name}: no runbook ${runbook}`);
    }
    if (!services.includes(spec.service)) {
      problems.push(`${metadata.name}: no service ${spec.service}`);
    }
    const named = [
      ...spec.alertPolicies.map((one: Json) => one.alertPolicyRef),
      ...['good', 'bad', 'total'].flatMap(
        part =>
          spec.indicator.spec.ratioMetric[part]?.metricSource.metricSourceRef ??
          [],
      ),
    ];
    return [
      ...problems,
      ...named
        .filter(name => !shared.has(name))
        .map(name => `${metadata.name}: ${name} does not exist`),
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
  const ids = (list: Json[]) => list.map(({ id }) => id);
  return {
    doc_type: ids(taxonomy.docType),
    persona: ids(taxonomy.persona),
    platform: ids(taxonomy.platform),
    capability: ids(taxonomy.capability),
    scaling_strategy: ids(taxonomy.scalingStrategy),
  };
})();

/** What is wrong with pages and runbooks: front matter, links, navigation. */
export function pageProblems(files: Files): string[] {
  const problems: string[] = [];
  const [{ nav }] = documentsOf(files, 'mkdocs.yml');
  for (const entry of nav.flatMap((item: object) => Object.values(item))) {
    // A page, or a folder of them.
    const path = posix.join('docs', entry);
    const isThere = [...files.keys()].some(
      file => file === path || file.startsWith(`${path}/`),
    );
    if (!isThere) problems.push(`mkdocs.yml: no ${entry}`);
  }
  const objectives = documentsOf(files, 'slo.yaml').map(
    ({ metadata }) => metadata.name,
  );
  for (const [path, text] of files) {
    if (!/^(docs|runbooks)\/.*\.md$/.test(path)) continue;
    const [, head, body] = /^---\n([^]*?)\n---\n([^]*)$/.exec(text) ?? [];
    const [matter] = documentsOf(new Map([[path, head ?? 'x']]), path);
    if (!matter?.title || !matter.doc_type) {
      problems.push(`${path}: no front matter`);
      continue;
    }
    for (const [field, known] of Object.entries(words)) {
      for (const word of [matter[field] ?? []].flat()) {
        if (!known.includes(word)) problems.push(`${path}: ${field} ${word}`);
      }
    }
    for (const objective of matter.objectives ?? []) {
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
