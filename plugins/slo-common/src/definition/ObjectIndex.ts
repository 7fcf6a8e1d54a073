import { suggestion } from '../openslo/nearMiss';
import { formatPath, Problem } from '../openslo/Problem';
import {
  FaultyObject,
  OpenSloEntry,
  OpenSloFile,
} from '../openslo/readOpenSlo';
import {
  AlertPolicy,
  Kind,
  Metric,
  OpenSloObject,
  SliSpec,
  Slo,
} from '../openslo/schema';

type ObjectOf<K extends Kind> = Extract<OpenSloObject, { kind: K }>;
/** Each compares with all names that there are; of more, people read none. */
const MOST_GUESSES = 200;

type Reference = [kind: Kind, name: string, path: PropertyKey[]];

/** The objects of some files by kind and name. */
export class ObjectIndex {
  readonly duplicates: Problem[] = [];
  private readonly entries = new Map<Kind, Map<string, OpenSloEntry>>();
  private readonly faulty = new Map<string, FaultyObject>();

  constructor(files: readonly OpenSloFile[]) {
    for (const each of files.flatMap(file => file.faulty)) {
      this.faulty.set(`${each.kind} ${each.name}`, each);
    }
    for (const entry of files.flatMap(file => file.entries)) {
      const { kind, metadata } = entry.object;
      const named = this.entries.get(kind) ?? new Map<string, OpenSloEntry>();
      this.entries.set(kind, named);
      const first = named.get(metadata.name);
      if (!first) {
        named.set(metadata.name, entry);
        continue;
      }
      const { file, line } = first.position;
      const message = `the ${kind} "${metadata.name}" is there already: ${file}:${line}`;
      const path = ['metadata', 'name'];
      this.duplicates.push(this.problem(entry, 'error', path, message));
    }
  }

  find<K extends Kind>(
    kind: K,
    name: string,
  ): OpenSloEntry<ObjectOf<K>> | undefined {
    return this.entries.get(kind)?.get(name) as
      | OpenSloEntry<ObjectOf<K>>
      | undefined;
  }

  all<K extends Kind>(kind: K): OpenSloEntry<ObjectOf<K>>[] {
    return [...(this.entries.get(kind)?.values() ?? [])] as OpenSloEntry<
      ObjectOf<K>
    >[];
  }

  problem(
    entry: OpenSloEntry,
    severity: Problem['severity'],
    path: readonly PropertyKey[],
    message: string,
  ): Problem {
    const field = formatPath(path);
    return { severity, field, message, ...entry.locate(path) };
  }

  /** Why an object cannot be had: it is not there, or it cannot be used. */
  private missing(kind: Kind, name: string, mayGuess: boolean): string {
    const faulty = this.faulty.get(`${kind} ${name}`);
    if (faulty) {
      const { file, line, column } = faulty.position;
      return `is faulty, see ${file}:${line}:${column}`;
    }
    const known = this.entries.get(kind);
    const near = known && mayGuess ? suggestion(name, [...known.keys()]) : '';
    return `is not there${near}`;
  }

  /**
   * References that lead nowhere, object by object. A Service may well be known by its
   * entity in the catalog alone, so a missing one is only said.
   */
  *danglingReferences(): Generator<Problem[]> {
    let guesses = MOST_GUESSES;
    for (const named of this.entries.values()) {
      for (const entry of named.values()) {
        const found: Problem[] = [];
        for (const [kind, name, path] of referencesOf(entry.object)) {
          if (this.find(kind, name)) continue;
          const what = this.missing(kind, name, guesses > 0);
          guesses -= 1;
          const message = `refers to the ${kind} "${name}", which ${what}`;
          const severity = kind === 'Service' ? 'warning' : 'error';
          found.push(this.problem(entry, severity, path, message));
        }
        yield found;
      }
    }
  }
}

function* referencesOf(object: OpenSloObject): Generator<Reference> {
  if (object.kind === 'SLO') yield* ofSlo(object);
  if (object.kind === 'SLI') yield* ofSli(object.spec, ['spec']);
  if (object.kind === 'AlertPolicy') yield* ofPolicy(object.spec, ['spec']);
}

function* ofSlo({ spec }: Slo): Generator<Reference> {
  yield ['Service', spec.service, ['spec', 'service']];
  const owners = [spec, ...spec.objectives];
  for (const [i, owner] of owners.entries()) {
    const path = i === 0 ? ['spec'] : ['spec', 'objectives', i - 1];
    if (owner.indicatorRef) {
      yield ['SLI', owner.indicatorRef, [...path, 'indicatorRef']];
    }
    if (owner.indicator) {
      yield* ofSli(owner.indicator.spec, [...path, 'indicator', 'spec']);
    }
  }
  for (const [i, policy] of (spec.alertPolicies ?? []).entries()) {
    const path = ['spec', 'alertPolicies', i];
    if (policy.alertPolicyRef) {
      yield ['AlertPolicy', policy.alertPolicyRef, [...path, 'alertPolicyRef']];
    }
    if (policy.spec) yield* ofPolicy(policy.spec, [...path, 'spec']);
  }
}

function* ofSli(spec: SliSpec, path: PropertyKey[]): Generator<Reference> {
  const { good, bad, total, raw } = spec.ratioMetric ?? {};
  const parts: [PropertyKey[], Metric | undefined][] = [
    [['thresholdMetric'], spec.thresholdMetric],
    [['ratioMetric', 'good'], good],
    [['ratioMetric', 'bad'], bad],
    [['ratioMetric', 'total'], total],
    [['ratioMetric', 'raw'], raw],
  ];
  for (const [at, metric] of parts) {
    const name = metric?.metricSource.metricSourceRef;
    if (!name) continue;
    const step = [...path, ...at, 'metricSource', 'metricSourceRef'];
    yield ['DataSource', name, step];
  }
}

function* ofPolicy(
  spec: AlertPolicy['spec'],
  path: PropertyKey[],
): Generator<Reference> {
  for (const [i, { conditionRef }] of spec.conditions.entries()) {
    if (!conditionRef) continue;
    const at = [...path, 'conditions', i, 'conditionRef'];
    yield ['AlertCondition', conditionRef, at];
  }
  for (const [i, { targetRef }] of spec.notificationTargets.entries()) {
    if (!targetRef) continue;
    const at = [...path, 'notificationTargets', i, 'targetRef'];
    yield ['AlertNotificationTarget', targetRef, at];
  }
}
