/** Programs that some tests run against where they are there, and never need. */
import { execFileSync } from 'node:child_process';

const optionalPeers = [
  {
    name: 'git',
    args: ['--version'],
    for: 'clone and push through the forge with the real git',
  },
  {
    name: 'kubectl',
    args: ['version', '--client'],
    for: "the simulated clusters under Kubernetes' own client",
  },
  {
    name: 'prometheus',
    args: ['--version'],
    for: 'a real Prometheus beside the simulated one',
  },
  {
    name: 'promtool',
    args: ['--version'],
    for: 'rule files and samples checked by promtool',
  },
  {
    name:
      process.platform === 'linux' ? 'prometheus-alertmanager' : 'alertmanager',
    args: ['--version'],
    for: 'alerts routed by a real Alertmanager',
  },
  {
    name: 'Python-Markdown with pymdown-extensions',
    command: '/usr/bin/python3',
    args: ['-c', 'import markdown, pymdownx; print(markdown.__version__)'],
    for: "pages compared with Python-Markdown's own output",
  },
];

/** Which optional peers are on this machine: `{ name, for, version | undefined }`. */
export function findPeers() {
  return optionalPeers.map(peer => {
    try {
      const output = execFileSync(peer.command ?? peer.name, peer.args, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      return { ...peer, version: output.trim().split('\n')[0] || 'found' };
    } catch (error) {
      const text = `${error.stdout ?? ''}${error.stderr ?? ''}`.trim();
      // A library that a program cannot load is as absent as the program.
      const isAbsent = error.code === 'ENOENT' || peer.command !== undefined;
      return {
        ...peer,
        version: isAbsent ? undefined : text.split('\n')[0] || 'found',
      };
    }
  });
}
