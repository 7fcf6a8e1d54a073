import { capacityOf, facts } from '../__testUtils__/capacity';
import { explain } from '../__testUtils__/explain';
import { mergeRegion } from '../state/mergeRegion';
import { joinCapacity } from './joinCapacity';

const tight = capacityOf({ facts: facts({ room: [{ zone: 'a', pods: 0 }] }) });

describe('joinCapacity', () => {
  it('makes the worst finding the state and its sentence the reason', () => {
    const well = mergeRegion('eu', [explain({ hpa: {} })]);
    expect(joinCapacity(well, tight)).toMatchObject({
      ...{ state: 'atRisk', reason: tight.findings[0].sentence },
    });
  });

  it('leaves what is as bad or worse', () => {
    const capped = mergeRegion('eu', [
      explain({ desired: 12, hpa: { cpu: 99 } }),
    ]);
    const joined = joinCapacity(capped, tight);
    expect(joined).toMatchObject({ state: 'breached', reason: capped.reason });
    expect(joined.capacity).toBe(tight);
  });

  it('leaves a region that is well where nothing is found', () => {
    const well = mergeRegion('eu', [explain({ hpa: {} })]);
    expect(joinCapacity(well, capacityOf())).toMatchObject({
      ...{ state: 'healthy', reason: well.reason },
    });
  });
});
