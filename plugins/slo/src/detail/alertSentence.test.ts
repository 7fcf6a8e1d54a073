import { alertOf } from '../__testUtils__/sloFixture';
import { alertSentence } from './alertSentence';

const fires = 'Fires while both are at or above the mark for 2 min.';
const tells = 'Tells aurora-on-call.';
const since = '2026-11-22T11:20:00.000Z';

it.each([
  [
    'when it fires, since when, and who is told',
    {},
    `${fires} Firing since 2026-11-22 11:20 UTC. ${tells}`,
  ],
  [
    'that it began before anybody looked',
    { beganEarlier: true },
    `${fires} Firing since 2026-11-22 11:20 UTC or earlier. ${tells}`,
  ],
  [
    'nothing of since when it is quiet',
    { state: 'inactive' as const },
    `${fires} ${tells}`,
  ],
  [
    'that nothing new is known',
    { isHeld: true, state: 'inactive' as const },
    `${fires} Nothing new is known of it, so it stays as it was. ${tells}`,
  ],
  [
    'that nobody is told where Prometheus does not evaluate it',
    { judgedBy: 'portal' as const },
    `${fires} Firing since 2026-11-22 11:20 UTC. Judged here: this Prometheus does not evaluate the alert, and pages nobody.`,
  ],
  [
    'what the portal would say where it differs from Prometheus',
    {
      ...{ judgedBy: 'prometheus' as const, differsSince: since },
      own: { state: 'inactive' as const, isHeld: false, since: null },
    },
    `${fires} Firing since 2026-11-22 11:20 UTC. Prometheus says so; by its burn rates the portal would say quiet, since 2026-11-22 11:20 UTC. ${tells}`,
  ],
  [
    'nothing of a judge with whom the portal agrees',
    {
      judgedBy: 'prometheus' as const,
      own: { state: 'firing' as const, isHeld: false, since },
    },
    `${fires} Firing since 2026-11-22 11:20 UTC. ${tells}`,
  ],
])('says %s', (_, changes, sentence) => {
  expect(alertSentence(alertOf(changes))).toBe(sentence);
});
