/**
 * The scenario `large`: 400 generated worlds with five services each in all five
 * regions, beside LifeVerse's own six at a small population. Sizes are chosen so that
 * about 10,000 game servers and 30,000 pods run at any hour.
 */
import {
  regions,
  Role,
  serviceOfRole,
  ServiceSpec,
  worlds as lifeverseWorlds,
  worldRoles,
  WorldSpec,
} from './lifeverse';
import { chance, hashText } from './noise';

const first = [
  'amber',
  'ashen',
  'azure',
  'basalt',
  'bright',
  'cedar',
  'cinder',
  'copper',
  'crystal',
  'dusk',
  'elder',
  'frost',
  'gilded',
  'granite',
  'iron',
  'ivory',
  'jade',
  'lunar',
  'misty',
  'obsidian',
];
const second = [
  'bay',
  'crown',
  'dale',
  'drift',
  'fall',
  'fen',
  'forge',
  'gate',
  'grove',
  'harbor',
  'haven',
  'keep',
  'marsh',
  'peak',
  'reach',
  'ridge',
  'shore',
  'spire',
  'vale',
  'watch',
];

/** Roles of a generated world; the others of `worldRoles` would add nothing new. */
const roleNames = ['gateway', 'matchmaking', 'economy', 'chat', 'shards'];

/** Pods of stateless services are smaller here, so that each service has some. */
const playersPerPod: Record<string, number> = {
  gateway: 3000,
  matchmaking: 2800,
  economy: 2800,
  chat: 2800,
  shards: 2000,
};

const capital = (name: string) =>
  name[0].toLocaleUpperCase('en-US') + name.slice(1);

/** Share of LifeVerse's usual population that its own worlds keep. */
const LIFEVERSE_SHARE = 0.05;

const owners = lifeverseWorlds.map(world => world.owner);

export const generatedWorlds: WorldSpec[] = first.flatMap((start, i) =>
  second.map((end, k) => {
    const name = `${start}${end}`;
    return {
      name,
      title: `${capital(start)} ${capital(end)}`,
      peakPlayers: 100 * Math.round(194 + 40 * chance(hashText(name), 0)),
      regions: regions.map(region => region.name),
      owner: owners[(i * second.length + k) % owners.length],
    };
  }),
);

function roleOf(name: string): Role {
  const role = worldRoles.find(other => other.role === name)!;
  return { ...role, playersPerPod: playersPerPod[name] };
}

export const generatedServices: ServiceSpec[] = generatedWorlds.flatMap(world =>
  roleNames.map(name => serviceOfRole(roleOf(name), world)),
);

export const largeWorlds: WorldSpec[] = [
  ...lifeverseWorlds.map(world => ({
    ...world,
    peakPlayers: world.peakPlayers * LIFEVERSE_SHARE,
  })),
  ...generatedWorlds,
];
