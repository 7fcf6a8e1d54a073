import { State } from '@worldscale/backstage-plugin-worlds-common';
import { Case, explain } from '../__testUtils__/explain';

/** What the controller writes of an autoscaler whose pods have no metrics. */
const blind = {
  type: 'ScalingActive',
  status: 'False',
  reason: 'FailedGetResourceMetric',
  message: 'no metrics returned from resource metrics API',
};

describe('what was made a moment ago', () => {
  it.each<[string, Case, State, string]>([
    [
      'starts, at risk rather than breached',
      { desired: 3, ready: 0, madeSecondsAgo: 20 },
      'atRisk',
      'Starting for 20 seconds: 0 of 3 replicas are ready.',
    ],
    [
      'starts with fewer than its minimum',
      { desired: 3, ready: 1, madeSecondsAgo: 40, hpa: { min: 3 } },
      'atRisk',
      'Starting for 40 seconds: 1 of 3 replicas is ready.',
    ],
    [
      'starts on a cluster whose clock is ahead',
      { desired: 3, ready: 0, madeSecondsAgo: -5 },
      'atRisk',
      'Starting for 0 seconds: 0 of 3 replicas are ready.',
    ],
    [
      'is breached where it never comes up',
      { desired: 3, ready: 0, madeSecondsAgo: 120 },
      'breached',
      'None of the 3 replicas asked for is ready.',
    ],
    [
      'is breached as soon as its Deployment gives up',
      {
        ...{ desired: 3, ready: 0, madeSecondsAgo: 90 },
        spec: { progressDeadlineSeconds: 60 },
        status: {
          conditions: [
            {
              type: 'Progressing',
              status: 'False',
              reason: 'ProgressDeadlineExceeded',
            },
          ],
        },
      },
      'breached',
      'None of the 3 replicas asked for is ready.',
    ],
    [
      'has an autoscaler that sees nothing yet',
      {
        madeSecondsAgo: 50,
        hpa: { cpu: null, conditions: [blind], madeSecondsAgo: 50 },
      },
      'atRisk',
      'The autoscaler was made 50 seconds ago and has no metrics yet: until then it keeps the size.',
    ],
    [
      'has an autoscaler that has not reported yet',
      {
        madeSecondsAgo: 5,
        hpa: { cpu: null, conditions: [], desired: null, madeSecondsAgo: 5 },
      },
      'atRisk',
      'The autoscaler was made 5 seconds ago and has no metrics yet: until then it keeps the size.',
    ],
    [
      'has an autoscaler that is blind where it never sees any',
      {
        madeSecondsAgo: 180,
        hpa: { cpu: null, conditions: [blind], madeSecondsAgo: 180 },
      },
      'atRisk',
      "The autoscaler is blind and will not follow demand: cpu cannot be read, because the cluster's metrics API (metrics.k8s.io) has no values for it.",
    ],
    [
      'has an autoscaler that is set up wrongly, at once',
      {
        madeSecondsAgo: 5,
        hpa: {
          ...{ cpu: null, madeSecondsAgo: 5 },
          conditions: [{ ...blind, reason: 'InvalidSelector', message: '' }],
        },
      },
      'atRisk',
      'The autoscaler is blind and will not follow demand (InvalidSelector).',
    ],
    [
      'is an autoscaler of something older, whose metrics are there',
      {
        madeSecondsAgo: 86_400,
        hpa: { cpu: null, conditions: [blind], madeSecondsAgo: 70 },
      },
      'atRisk',
      "The autoscaler is blind and will not follow demand: cpu cannot be read, because the cluster's metrics API (metrics.k8s.io) has no values for it.",
    ],
    [
      'is judged as any other where nobody says when it was made',
      { desired: 3, ready: 0 },
      'breached',
      'None of the 3 replicas asked for is ready.',
    ],
  ])('%s', (_, c, state, reason) => {
    expect(explain(c)).toMatchObject({ state, reason });
  });

  it('is healthy as soon as all of it is there', () => {
    expect(
      explain({ madeSecondsAgo: 30, hpa: { madeSecondsAgo: 30 } }),
    ).toMatchObject({ state: 'healthy', findings: [] });
  });
});
