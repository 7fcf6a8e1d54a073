import { parsePromQl } from '../prometheus/promql/parse';
import { services } from '../world/lifeverse';
import { CatalogFolder, folderOf } from './__testUtils__/CatalogFolder';

const catalog = new CatalogFolder();
const files = catalog.files('catalog', 'slo.yaml');
const shared = 'catalog/slo/shared.yaml';

interface Part {
  metricSource: MetricSource;
}

interface Condition {
  conditionRef?: string;
  spec?: { condition: { threshold: number } };
}

interface Policy {
  alertPolicyRef?: string;
  spec?: { conditions: Condition[] };
}

interface Objective {
  target: number;
  timeSliceWindow?: string;
  timeSliceTarget?: number;
}

/** What is read here of OpenSLO's kinds; each has some of the fields. */
interface Spec {
  service: string;
  description?: string;
  indicator: {
    spec: {
      ratioMetric: { counter: boolean; good?: Part; bad?: Part; total: Part };
    };
  };
  timeWindow: { duration: string; isRolling: boolean; calendar?: object }[];
  budgetingMethod: string;
  objectives: Objective[];
  alertPolicies: Policy[];
  conditions: Condition[];
  condition: { threshold: number };
  notificationTargets: { targetRef: string }[];
}

interface OpenSloObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; annotations?: Record<string, string> };
  spec: Spec;
}

const objects = [...files, shared].flatMap(file =>
  catalog.yaml<OpenSloObject>(file).map(object => ({ file, object })),
);
const slos = objects.filter(({ object }) => object.kind === 'SLO');

function names(kind: string): string[] {
  return objects
    .filter(({ object }) => object.kind === kind)
    .map(({ object }) => object.metadata.name);
}

interface MetricSource {
  metricSourceRef: string;
  type: string;
  spec: { query: string };
}

function sourcesOf({ spec }: OpenSloObject): MetricSource[] {
  const { good, bad, total } = spec.indicator.spec.ratioMetric;
  return [good ?? bad!, total].map(part => part.metricSource);
}

/** Labels that a bare selector of one series name asks for. */
function selectorOf(query: string): Record<string, string> {
  const expr = parsePromQl(query);
  if (expr.kind !== 'selector') {
    throw new Error(`Not a bare selector: ${query}`);
  }
  return Object.fromEntries(expr.matchers.map(m => [m.name, m.value]));
}

const durationPattern = /^[1-9][0-9]*[mhdwMQY]$/;
const namePattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

describe('objectives of the catalog', () => {
  it('exist for every service, in the file beside it', () => {
    const served = slos.map(({ object }) => object.spec.service);
    expect([...new Set(served)].sort()).toEqual(
      services.map(service => service.name).sort(),
    );
    for (const { file, object } of slos) {
      const [component] = catalog.yaml(`${folderOf(file)}/catalog-info.yaml`);
      expect(component.metadata.name).toBe(object.spec.service);
    }
  });

  it('have names that OpenSLO allows, each once per kind', () => {
    for (const { object } of objects) {
      expect(object.apiVersion).toBe('openslo/v1');
      expect(object.metadata.name).toMatch(namePattern);
      expect((object.spec.description ?? '').length).toBeLessThanOrEqual(1050);
    }
    const seen = objects.map(
      ({ object }) => `${object.kind} ${object.metadata.name}`,
    );
    expect(seen.filter((name, i) => seen.indexOf(name) !== i)).toEqual([]);
  });

  it.each(slos.map(item => [item.object.metadata.name, item] as const))(
    '%s is complete and refers to what exists',
    (_, { file, object }) => {
      const { spec } = object;
      expect(names('Service')).toContain(spec.service);
      expect(spec.timeWindow).toHaveLength(1);
      expect(spec.timeWindow[0].duration).toMatch(durationPattern);
      expect(spec.timeWindow[0].isRolling).toBe(!spec.timeWindow[0].calendar);
      expect(['Occurrences', 'Timeslices', 'RatioTimeslices']).toContain(
        spec.budgetingMethod,
      );
      const isSliced = spec.budgetingMethod !== 'Occurrences';
      for (const objective of spec.objectives) {
        expect(objective.target).toBeGreaterThan(0);
        expect(objective.target).toBeLessThan(1);
        expect(objective).not.toHaveProperty('op');
        expect('timeSliceWindow' in objective).toBe(isSliced);
        expect('timeSliceTarget' in objective).toBe(
          spec.budgetingMethod === 'Timeslices',
        );
      }
      const [objective] = spec.objectives;
      for (const policy of spec.alertPolicies) {
        expect(
          policy.alertPolicyRef
            ? names('AlertPolicy').includes(policy.alertPolicyRef)
            : policy.spec?.conditions.length === 1,
        ).toBe(true);
        // A burn rate that no failure rate can reach would never alert.
        for (const { threshold } of thresholdsOf(policy)) {
          expect(threshold * (1 - objective.target)).toBeLessThan(1);
          expect(threshold).toBeGreaterThanOrEqual(1);
        }
      }
      const runbook = object.metadata.annotations?.['worldscale.io/runbook'];
      expect(catalog.exists(catalog.beside(file, runbook!))).toBe(true);
    },
  );

  it.each(slos.map(item => [item.object.metadata.name, item] as const))(
    '%s reads counters of its own service',
    (_, { object }) => {
      const sources = sourcesOf(object);
      expect(object.spec.indicator.spec.ratioMetric.counter).toBe(true);
      for (const source of sources) {
        expect(names('DataSource')).toContain(source.metricSourceRef);
        expect(source.type).toBe('Prometheus');
        expect(selectorOf(source.spec.query).service).toBe(object.spec.service);
      }
      // Part and whole come from the same family, else they are no ratio.
      const family = /_(total|count|bucket)$/;
      const [part, whole] = sources
        .map(source => selectorOf(source.spec.query).__name__)
        .map(name => name.replace(family, ''));
      expect(part).toBe(whole);
    },
  );

  it('share policies that refer to what exists', () => {
    const policies = objects.filter(o => o.object.kind === 'AlertPolicy');
    expect(policies.length).toBeGreaterThan(0);
    for (const { object } of policies) {
      expect(object.spec.conditions).toHaveLength(1);
      expect(names('AlertCondition')).toContain(
        object.spec.conditions[0].conditionRef,
      );
      for (const { targetRef } of object.spec.notificationTargets) {
        expect(names('AlertNotificationTarget')).toContain(targetRef);
      }
    }
  });
});

function thresholdsOf(policy: Policy): { threshold: number }[] {
  const find = (kind: string, name: string) =>
    objects.find(
      ({ object }) => object.kind === kind && object.metadata.name === name,
    )!.object.spec;
  const { conditions } = policy.alertPolicyRef
    ? find('AlertPolicy', policy.alertPolicyRef)
    : policy.spec!;
  return conditions.map(({ conditionRef, spec }) =>
    conditionRef
      ? find('AlertCondition', conditionRef).condition
      : spec!.condition,
  );
}
