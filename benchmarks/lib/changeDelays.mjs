/**
 * How long changes of a cluster take until the API tells them: a client of its own
 * watches game servers, and of each step of the world asks for some that got other
 * numbers of players, until the portal knows them.
 */
import { pause } from './statistics.mjs';

const gameServers = 'apis/agones.dev/v1/gameservers';

const askedOfEachStep = 4;
/** Changes that lie further apart are of another step. */
const stepSeconds = 5;
const watchSeconds = 240;
const pollSeconds = 0.05;
const patienceSeconds = 30;

async function ask({ url, serviceAccountToken }, query) {
  const response = await fetch(
    `${url}/${gameServers}?${new URLSearchParams(query)}`,
    { headers: { authorization: `Bearer ${serviceAccountToken}` } },
  );
  if (!response.ok) throw new Error(`${gameServers}: ${response.status}`);
  return response;
}

/** Undefined where it does not count players. */
function playersOf({ counters, players }) {
  return (counters?.players ?? players)?.count;
}

/** What is told of game servers, from now on. */
async function* eventsOf(cluster) {
  const { metadata } = await (await ask(cluster, { limit: '1' })).json();
  const watch = await ask(cluster, {
    watch: '1',
    resourceVersion: metadata.resourceVersion,
    timeoutSeconds: String(watchSeconds),
  });
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of watch.body) {
    const heardAtMs = performance.now();
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop();
    for (const line of lines) yield { heardAtMs, ...JSON.parse(line) };
  }
}

/**
 * @param cluster its name, URL and token
 * @param get asks the portal's API for a path and returns the body
 * @returns seconds that each of `count` changes took
 */
export async function changeDelays({ cluster, get, count }) {
  const asked = [];
  let askedOfStep = 0;
  let lastAtMs = -Infinity;
  for await (const { type, object, heardAtMs } of eventsOf(cluster)) {
    const players = type === 'MODIFIED' && playersOf(object.status);
    if (typeof players !== 'number') continue;
    if (heardAtMs - lastAtMs > stepSeconds * 1000) askedOfStep = 0;
    lastAtMs = heardAtMs;
    if (askedOfStep++ >= askedOfEachStep) continue;
    const { name } = object.metadata;
    const answer = told(cluster, get, { name, players, heardAtMs });
    // It is looked at when all were asked.
    answer.catch(() => {});
    asked.push(answer);
    if (asked.length >= count) break;
  }
  if (asked.length < count)
    throw new Error(`Only ${asked.length} changes in ${watchSeconds} s`);
  return Promise.all(asked);
}

async function told({ name: cluster }, get, { name, players, heardAtMs }) {
  for (;;) {
    const query = new URLSearchParams({ cluster, q: name, limit: '1' });
    const { shards } = await get(`/api/scaling/shards?${query}`);
    const seconds = (performance.now() - heardAtMs) / 1000;
    if (shards[0]?.players === players) return seconds;
    if (seconds > patienceSeconds)
      throw new Error(`${name} was not told with ${players} players`);
    await pause(pollSeconds);
  }
}
