/*
 * Kubernetes drops fields that it does not know, so a misspelt one is a control that
 * silently is not there; its JSON schema allows them, too. TypeScript does not: an
 * object literal may have no field beyond its type. So the manifests are written down
 * as literals of the types that are generated from Kubernetes' OpenAPI, and compiled.
 */
import { join } from 'node:path';
import ts from 'typescript';
import { Manifest } from './controls';
import { at, isObject, listAt } from './jsonAt';
import { root } from './repositoryRoot';

const types: Record<string, string> = {
  Deployment: 'apps/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  NetworkPolicy: 'networking.k8s.io/v1',
  PodDisruptionBudget: 'policy/v1',
  Service: 'v1',
  ServiceAccount: 'v1',
  PodTemplate: 'v1',
};

/** Pods of a Fleet are checked as those of anything else. */
function typed(manifest: Manifest): [kind: string, object: object] | undefined {
  if (manifest.kind === 'Fleet') {
    const template = at(manifest, 'spec.template.spec.template');
    return ['PodTemplate', { apiVersion: 'v1', kind: 'PodTemplate', template }];
  }
  if (!types[manifest.kind]) return undefined;
  const copy = structuredClone(manifest);
  if (copy.kind === 'Deployment') {
    for (const container of listAt(copy, 'spec.template.spec.containers')) {
      const preStop = at(container, 'lifecycle.preStop');
      // Kubernetes has it since 1.29; the types are those of 1.27.
      if (isObject(preStop)) delete preStop.sleep;
    }
  }
  return [copy.kind, copy];
}

/** What the compiler says of fields that no type has, as sentences. */
export function unknownFields(manifests: Manifest[]): string[] {
  const found = manifests.flatMap(manifest => {
    const entry = typed(manifest);
    return entry ? [entry] : [];
  });
  const file = join(root, 'plugins/manifests.generated.ts');
  const text = [
    ...Object.entries(types).map(
      ([kind, path]) =>
        `import type { I${kind} } from 'kubernetes-models/${path}';`,
    ),
    ...found.map(
      ([kind, object], index) =>
        `export const m${index}: I${kind} = ${JSON.stringify(object)};`,
    ),
  ].join('\n');
  const options: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    types: [],
    lib: ['lib.es2022.d.ts'],
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, target, ...rest) =>
    name === file
      ? ts.createSourceFile(name, text, target)
      : getSourceFile.call(host, name, target, ...rest);
  host.fileExists = name => name === file || fileExists.call(host, name);
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) =>
      ts.flattenDiagnosticMessageText(messageText, '\n'),
    );
}
