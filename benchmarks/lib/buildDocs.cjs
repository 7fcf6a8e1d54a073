/**
 * Runs in a process of its own: builds a site, waits until one page was changed, builds
 * it again, and says how long both took, how much memory was held at most, and how many
 * processes were started.
 */
const childProcess = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

let processes = 0;
const { spawn } = childProcess.ChildProcess.prototype;
childProcess.ChildProcess.prototype.spawn = function counted(...args) {
  processes++;
  return spawn.apply(this, args);
};
for (const name of ['spawnSync', 'execSync', 'execFileSync']) {
  const original = childProcess[name];
  childProcess[name] = (...args) => {
    processes++;
    return original(...args);
  };
}

const [, , moduleDir, inputDir, outputDir] = process.argv;
const { MarkdownGenerator } = require(path.join(
  moduleDir,
  'src/MarkdownGenerator',
));

const warnings = [];
const logger = {
  debug() {},
  info() {},
  warn: message => warnings.push(message),
  error: message => warnings.push(message),
  child: () => logger,
};
const generator = new MarkdownGenerator({
  logger,
  scmIntegrations: { byUrl: () => undefined },
});

async function build() {
  fs.rmSync(outputDir, { recursive: true, force: true });
  fs.mkdirSync(outputDir, { recursive: true });
  const started = process.hrtime.bigint();
  await generator.run({ inputDir, outputDir, etag: '1', logger });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const report = JSON.parse(
    fs.readFileSync(path.join(outputDir, 'build_report.json'), 'utf8'),
  );
  return { seconds, pages: report.pages, rendered: report.rendered };
}

process.on('message', async message => {
  if (message === 'build') {
    const result = await build();
    process.send({
      ...result,
      warnings: warnings.length,
      processes,
      // Kilobytes on Linux and macOS.
      peakMegabytes: process.resourceUsage().maxRSS / 1024,
    });
  } else {
    process.disconnect();
  }
});
