import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import { explainInstallFailure, Failure } from '../lib/failure.mjs';
import { demandPorts, freePort } from '../lib/ports.mjs';

const cases = [
  [
    'a full disk',
    'npm error code ENOSPC: no space left on device, write',
    /disk is full/,
  ],
  [
    'no network',
    '➤ YN0001: RequestError: getaddrinfo EAI_AGAIN',
    /registry could not be reached/,
  ],
  [
    'a refused connection',
    'npm error network connect ECONNREFUSED 127.0.0.1:4873',
    /registry could not be reached/,
  ],
  [
    'a lock file that does not match',
    '➤ YN0028: The lockfile would have been modified by this install',
    /lock file does not match/,
  ],
  [
    'a folder that is not ours',
    "npm error EACCES: permission denied, mkdir '.tools'",
    /cannot be written to/,
  ],
];
for (const [what, output, message] of cases) {
  test(`an install that fails for ${what} says so, and what to do`, () => {
    const failure = explainInstallFailure(
      Object.assign(new Error('ended with code 1'), { output }),
      'the dependencies',
    );
    assert.ok(failure instanceof Failure);
    assert.match(failure.message, message);
    assert.ok(failure.advice.length > 20);
  });
}

test('an install that fails for another reason keeps the reason', () => {
  const failure = explainInstallFailure(
    new Error('yarn.js ended with code 7'),
    'the dependencies',
  );
  assert.match(
    failure.message,
    /the dependencies could not be installed: yarn\.js ended with code 7/,
  );
});

test('a port that is taken is named, with the option that chooses another', async () => {
  const server = net.createServer();
  await new Promise(resolve =>
    server.listen({ port: 0, host: '127.0.0.1' }, resolve),
  );
  const { port } = server.address();
  try {
    await assert.rejects(
      demandPorts([{ port, what: 'the portal', option: '--port' }]),
      error => {
        assert.ok(error instanceof Failure);
        assert.equal(
          error.message,
          `Port ${port}, wanted for the portal, is taken.`,
        );
        assert.match(error.advice, /npm start -- --port <port>/);
        return true;
      },
    );
  } finally {
    await new Promise(resolve => server.close(resolve));
  }
});

test('ports that are free are accepted', async () => {
  await demandPorts([
    { port: await freePort(), what: 'the portal', option: '--port' },
  ]);
});
