import { CapacityLimit } from '@worldscale/backstage-plugin-scaling-common';
import { render, screen } from '@testing-library/react';
import { capacity, cappedRegion } from '../__testUtils__/scalingFixture';
import { LimitsTable } from './LimitsTable';

const nodes: CapacityLimit = {
  ...{ kind: 'nodePool', name: 'nodes of cluster fra', unit: 'pods' },
  ...{ workload: 'Deployment aurora/gateway in fra', source: 'nodes of fra' },
  ...{ amount: null, used: null, leftReplicas: null, unknown: null },
  notes: ['It has no end: NodePool general may add nodes without a limit.'],
};

it('tells a limit that has no end from one that is not known', () => {
  const limits = [nodes, { ...nodes, name: 'quota', unknown: '403 Forbidden' }];
  const region = {
    ...cappedRegion('2026-11-22T20:00:00Z'),
    capacity: { ...capacity, limits },
  };
  render(<LimitsTable region={region} />);
  const rows = screen.getAllByRole('row').map(row => row.textContent);
  expect(rows.find(row => row?.startsWith('nodes'))).toMatch(
    /It has no end: NodePool general .*no limitno end$/,
  );
  expect(rows.find(row => row?.startsWith('quota'))).toMatch(
    /unknown: 403 Forbidden$/,
  );
});

it('says that a total is not known rather than what is left', () => {
  const region = {
    ...cappedRegion('2026-11-22T20:00:00Z'),
    capacity: { ...capacity, limits: [{ ...nodes, leftReplicas: 330 }] },
  };
  render(<LimitsTable region={region} />);
  expect(screen.getByRole('row', { name: /^nodes/ })).toHaveTextContent(
    /unknownunknown330 more$/,
  );
});
