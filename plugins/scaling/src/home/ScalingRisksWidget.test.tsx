import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  Risk,
  Risks,
  RisksRequest,
} from '@worldscale/backstage-plugin-scaling-common';
import { screen } from '@testing-library/react';
import { scalingApiRef } from '../api';
import { riskSentence } from './riskSentence';
import { ScalingRisksWidget } from './ScalingRisksWidget';

const risk: Risk = {
  entityRef: 'component:default/aurora-gateway',
  region: 'eu-frankfurt',
  state: 'atRisk',
  reason: 'Little headroom.',
  headroomMinutes: 12,
  headroomPercent: 8,
  constraint: 'maximum of the autoscaler aurora-gateway',
  zoneLoss: 'holds',
  observedAt: '2026-11-22T20:00:00Z',
};
const answer = (risks: Risk[], more: Partial<Risks> = {}): Risks => ({
  ...{ risks, total: risks.length, looked: 14, unknown: 0 },
  ...more,
});

function show(
  getRisks: (request: RisksRequest) => Promise<Risks>,
  ownershipEntityRefs = ['user:default/mira', 'group:default/aurora'],
) {
  const asked = jest.fn(getRisks);
  renderInTestApp(<ScalingRisksWidget />, {
    apis: [
      [scalingApiRef, { getRisks: asked }],
      mockApis.identity({
        userEntityRef: 'user:default/mira',
        ownershipEntityRefs,
      }),
    ],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });
  return asked;
}

describe('what lies ahead', () => {
  it('is told of what the person and their groups own, with a way to the reason', async () => {
    const asked = show(async () => answer([risk], { total: 7, unknown: 2 }));
    expect(
      await screen.findByText(
        'What is left lasts 12 minutes at the present growth. What binds first: maximum of the autoscaler aurora-gateway.',
      ),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'aurora-gateway' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/aurora-gateway/scaling?region=eu-frankfurt',
    );
    expect(screen.getByText('At risk')).toBeVisible();
    expect(
      screen.getByText(
        '1 of 7, the most urgent first. Of 2 of 14 services and regions nothing can be said now.',
      ),
    ).toBeVisible();
    expect(asked).toHaveBeenCalledWith(
      {
        owner: ['user:default/mira', 'group:default/aurora'],
        limit: 5,
      },
      expect.anything(),
    );
  });

  it('is told of all services where none is theirs', async () => {
    show(async ({ owner }) =>
      owner ? answer([], { looked: 0 }) : answer([risk]),
    );
    expect(await screen.findByText(/^What lies ahead of all/)).toBeVisible();
  });

  it.each<[string, Partial<Risks>, string]>([
    ['all is well', {}, 'Nothing at risk'],
    [
      'some of it is unknown',
      { unknown: 3 },
      'Nothing at risk among what is known',
    ],
    ['all of it is unknown', { unknown: 14 }, 'Not known'],
    ['nothing has been looked at', { looked: 0 }, 'Not known yet'],
  ])(
    'gives the all-clear only of what is known: %s',
    async (_, more, title) => {
      show(async () => answer([], more));
      expect(await screen.findByText(title)).toBeVisible();
    },
  );

  it('says that the backend fails', async () => {
    show(async () => {
      throw new Error('gateway timeout');
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'gateway timeout',
    );
  });
});

it.each<[Partial<Risk>, string]>([
  [
    { headroomMinutes: 0.4 },
    'What is left lasts less than a minute at the present growth. What binds first: maximum of the autoscaler aurora-gateway.',
  ],
  [{ headroomMinutes: null }, '8% of its maximum is left.'],
  [
    { headroomMinutes: null, headroomPercent: null, zoneLoss: 'breaks' },
    'It would not hold its demand without its largest zone.',
  ],
  [
    { headroomMinutes: 300, headroomPercent: 60, reason: 'It is stuck.' },
    'It is stuck.',
  ],
  [
    { headroomMinutes: null, headroomPercent: null, zoneLoss: 'unknown' },
    'Little headroom.',
  ],
  [{ state: 'breached', reason: 'None is ready.' }, 'None is ready.'],
])('says in a sentence what lies ahead of %j', (change, sentence) => {
  expect(riskSentence({ ...risk, ...change })).toBe(sentence);
});
