import { mockServices } from '@backstage/backend-test-utils';
import { readWorldsConfig } from './readWorldsConfig';

const read = (worlds: object) =>
  readWorldsConfig(mockServices.rootConfig({ data: { worlds } }));

it('asks all domains of the suite where nothing is said', () => {
  expect(read({}).domains).toContain('scaling');
  expect(read({}).pullSchedule.frequency).toEqual({ seconds: 10 });
});

it('takes domains once each, and schedules of its own', () => {
  const config = read({
    domains: ['scaling', 'weather', 'scaling'],
    pullSchedule: { frequency: { minutes: 1 }, timeout: { minutes: 2 } },
  });
  expect(config.domains).toEqual(['scaling', 'weather']);
  expect(config.pullSchedule.frequency).toEqual({ minutes: 1 });
});

it('names what is no plugin id', () => {
  expect(() => read({ domains: ['http://x'] })).toThrow(
    "'worlds.domains' holds 'http://x'",
  );
});
