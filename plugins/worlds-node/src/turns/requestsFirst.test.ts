import express from 'express';
import request from 'supertest';
import { giveWay } from './giveWay';
import { requestsFirst } from './requestsFirst';

describe('requestsFirst', () => {
  it('lets other work wait until the answer is given', async () => {
    let steps = 0;
    let before = 0;
    let isStopped = false;
    const app = express();
    app.use(requestsFirst);
    app.get('/', async (_req, res) => {
      before = steps;
      for (let i = 0; i < 50; i++) {
        await giveWay();
        await new Promise(resolve => setImmediate(resolve));
      }
      res.json({ steps: steps - before });
    });
    const work = (async () => {
      while (!isStopped) {
        await giveWay();
        await new Promise(resolve => setImmediate(resolve));
        steps += 1;
      }
    })();
    const { body } = await request(app).get('/');
    isStopped = true;
    await work;
    // One was under way already, and patience may have ended on a slow machine.
    expect(body.steps).toBeLessThan(25);
    expect(steps).toBeGreaterThan(0);
  });
});
