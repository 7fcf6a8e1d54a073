import { createExtensionTester } from '@backstage/frontend-test-utils';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import * as legacy from './legacy';
import {
  objectivesCard,
  objectivesContent,
  sloPlugin,
  worldCard,
} from './plugin';
import { service, world } from './__testUtils__/renderSlo';

const website = { ...service, spec: { type: 'website' } };
const system = { ...world, spec: { type: 'platform' } };

it('offers its cards and its tab where they belong, and nowhere else', () => {
  const { filterFunction } = EntityCardBlueprint.dataRefs;
  const ofService = createExtensionTester(objectivesCard).get(filterFunction)!;
  const ofWorld = createExtensionTester(worldCard).get(filterFunction)!;
  expect([service, website, world].map(ofService)).toEqual([
    true,
    false,
    false,
  ]);
  expect([world, system, service].map(ofWorld)).toEqual([true, false, false]);
  const tab = createExtensionTester(objectivesContent);
  expect(tab.get(EntityContentBlueprint.dataRefs.title)).toBe('SLOs');
  expect(
    tab.get(EntityContentBlueprint.dataRefs.filterFunction)!(website),
  ).toBe(false);
});

it('has parts that app-config can switch off by name', () => {
  const ids = [
    'api:slo',
    'page:slo',
    'entity-card:slo/objectives',
    'entity-card:slo/world',
    'entity-content:slo/objectives',
    'home-page-widget:slo/burning',
    'timeline-lane:slo/burn',
  ] as const;
  for (const id of ids) expect(sloPlugin.getExtension(id)).toBeDefined();
});

it('offers card and tab to apps on the earlier frontend system', () => {
  expect(legacy.sloPlugin.getId()).toBe('slo');
  expect(legacy.isSloAvailable(service)).toBe(true);
  expect(legacy.EntitySlosCard).toBeDefined();
  expect(legacy.EntitySlosContent).toBeDefined();
});
