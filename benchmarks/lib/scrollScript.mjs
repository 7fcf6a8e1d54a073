/**
 * How much script a page runs per frame while it is scrolled, as Chromium's own trace
 * tells: the time of all top-level script and event work of the page's main thread that
 * lies within each frame.
 */

/** What of a trace is script; layout and painting are the browser's own. */
const scriptNames = new Set([
  'FunctionCall',
  'EvaluateScript',
  'v8.run',
  'RunMicrotasks',
  'FireAnimationFrame',
  'TimerFire',
  'EventDispatch',
  'V8.GCScavenger',
  'MajorGC',
  'MinorGC',
]);

/** Milliseconds of script within each frame, from a trace's events. */
export function scriptPerFrame(events) {
  const main = events.find(
    ({ name, args }) =>
      name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const ofPage = events.filter(({ name }) => name === 'BeginMainThreadFrame');
  // Of several renderers the one that draws the frames is the page's.
  const { pid, tid } = ofPage[0] ?? main;
  const own = events.filter(event => event.pid === pid && event.tid === tid);
  const frames = own
    .filter(({ name }) => name === 'BeginMainThreadFrame')
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const spans = own
    .filter(({ name, ph }) => ph === 'X' && scriptNames.has(name))
    .map(({ ts, dur = 0 }) => [ts, ts + dur])
    .sort((a, b) => a[0] - b[0]);
  // One within another counts once.
  const merged = [];
  for (const [from, to] of spans) {
    const last = merged[merged.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return frames.slice(0, -1).map((from, i) => {
    const to = frames[i + 1];
    const microseconds = merged.reduce(
      (sum, [a, b]) => sum + Math.max(0, Math.min(b, to) - Math.max(a, from)),
      0,
    );
    return microseconds / 1000;
  });
}

/**
 * Scrolls the page's main part down and up again by the wheel while it is traced.
 *
 * @returns milliseconds of script of each frame
 */
export async function traceScroll(page, { seconds }) {
  const client = await page.context().newCDPSession(page);
  const events = [];
  client.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await client.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: [
        'devtools.timeline',
        'devtools.timeline.frame',
        'disabled-by-default-devtools.timeline',
        'disabled-by-default-devtools.timeline.frame',
        'v8',
        '__metadata',
      ],
    },
  });
  await page.mouse.move(900, 500);
  const end = Date.now() + seconds * 1000;
  for (let i = 0; Date.now() < end; i++) {
    await page.mouse.wheel(0, Math.floor(i / 40) % 2 === 0 ? 60 : -60);
    await page.waitForTimeout(16);
  }
  const done = new Promise(resolve =>
    client.once('Tracing.tracingComplete', resolve),
  );
  await client.send('Tracing.end');
  await done;
  await client.detach();
  return scriptPerFrame(events);
}
