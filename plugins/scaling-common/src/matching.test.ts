import { isSelected, isSelector, selectorOf } from './matching';

const REF = 'component:default/gateway';
const ID = 'backstage.io/kubernetes-id';
const SELECTOR = 'backstage.io/kubernetes-label-selector';

function selects(
  annotations: Record<string, string>,
  labels: Record<string, string>,
  { cluster = 'fra', namespace = 'aurora' } = {},
): boolean {
  const selector = selectorOf(REF, annotations);
  if (!isSelector(selector)) throw new Error(selector.problem);
  return isSelected(selector, cluster, { namespace, labels });
}

describe('selectorOf', () => {
  it('finds workloads by the label of the same name as the annotation', () => {
    expect(selects({ [ID]: 'gw' }, { [ID]: 'gw' })).toBe(true);
    expect(selects({ [ID]: 'gw' }, { [ID]: 'other' })).toBe(false);
    expect(selects({ [ID]: 'gw' }, {})).toBe(false);
  });

  it('prefers a label selector, as the official plugin does', () => {
    const annotations = { [ID]: 'gw', [SELECTOR]: 'app=gateway' };
    expect(selects(annotations, { app: 'gateway' })).toBe(true);
    expect(selects(annotations, { [ID]: 'gw' })).toBe(false);
  });

  it('keeps to a namespace and to a cluster where they are named', () => {
    const annotations = {
      [ID]: 'gw',
      'backstage.io/kubernetes-namespace': 'aurora',
      'backstage.io/kubernetes-cluster': 'fra',
    };
    const labels = { [ID]: 'gw' };
    expect(selects(annotations, labels)).toBe(true);
    expect(selects(annotations, labels, { namespace: 'ember' })).toBe(false);
    expect(selects(annotations, labels, { cluster: 'nrt' })).toBe(false);
  });

  it.each<[Record<string, string> | undefined]>([
    [undefined],
    [{}],
    [{ unrelated: 'x' }],
  ])('says what to add to an entity with the annotations %j', annotations => {
    const found = selectorOf(REF, annotations);
    expect(isSelector(found)).toBe(false);
    expect(found).toMatchObject({
      problem: expect.stringContaining(`add the annotation ${ID}`),
    });
  });

  it('says what is wrong with a selector that cannot be read', () => {
    expect(selectorOf(REF, { [SELECTOR]: 'app in gateway' })).toEqual({
      entityRef: REF,
      problem: `The annotation ${SELECTOR} cannot be read: "app in gateway" in the label selector "app in gateway" is not a requirement that Kubernetes knows.`,
    });
  });
});
