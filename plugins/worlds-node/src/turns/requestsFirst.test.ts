import express from 'express';
import request from 'supertest';
import { giveWay } from './giveWay';
import { requestsFirst } from './requestsFirst';

const nextTurn = () => new Promise(resolve => setImmediate(resolve));

/** Steps of other work while a request with these headers is answered in fifty turns. */
async function stepsMeanwhile(headers: Record<string, string> = {}) {
  let steps = 0;
  let isStopped = false;
  const app = express();
  app.use(requestsFirst);
  app.get('/', async (_req, res) => {
    const before = steps;
    for (let i = 0; i < 50; i++) {
      await giveWay();
      await nextTurn();
    }
    res.json({ steps: steps - before });
  });
  const work = (async () => {
    while (!isStopped) {
      await giveWay();
      await nextTurn();
      steps += 1;
    }
  })();
  const { body } = await request(app).get('/').set(headers);
  isStopped = true;
  await work;
  return body.steps;
}

const token = (typ: string) =>
  [{ typ, alg: 'ES256' }, { sub: 'someone' }, 'signature']
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');

describe('requestsFirst', () => {
  it.each([
    ['nobody who is known', {}],
    ['a person', { authorization: `Bearer ${token('vnd.backstage.user')}` }],
    ['something with a secret', { authorization: 'Bearer some-secret' }],
  ])('lets other work wait while %s is answered', async (_who, headers) => {
    // One step was under way already, and patience may end on a slow machine.
    expect(await stepsMeanwhile(headers)).toBeLessThan(25);
  });

  it('lets nothing wait while a plugin is answered', async () => {
    const authorization = `Bearer ${token('vnd.backstage.plugin')}`;
    expect(await stepsMeanwhile({ authorization })).toBeGreaterThan(40);
  });
});
