import git from 'isomorphic-git';
import { Repository } from '../git/Repository';
import { flush, pkt } from './pktLine';

export type Service = 'git-upload-pack' | 'git-receive-pack';

const zeroOid = '0'.repeat(40);
const agent = 'agent=lifeverse-forge';

const capabilities: Record<Service, string[]> = {
  'git-upload-pack': [
    'multi_ack_detailed',
    'no-done',
    'side-band-64k',
    'shallow',
    'ofs-delta',
    'no-progress',
    'include-tag',
    'allow-tip-sha1-in-want',
    'allow-reachable-sha1-in-want',
  ],
  // no-thin: packs come complete, so that each can be kept as it is.
  'git-receive-pack': [
    'report-status',
    'delete-refs',
    'side-band-64k',
    'ofs-delta',
    'no-thin',
  ],
};

async function peeled(
  repository: Repository,
  oid: string,
): Promise<string | undefined> {
  const found = await git.readObject({ ...repository.place, oid });
  if (found.type !== 'tag') return undefined;
  const { tag } = await git.readTag({ ...repository.place, oid });
  return tag.object;
}

/**
 * What a client reads first (`info/refs`): references and capabilities, in
 * version 0 of the protocol, which every client falls back to.
 */
export async function advertise(
  repository: Repository,
  service: Service,
): Promise<Buffer> {
  const refs = await repository.refs();
  const branch = await repository.defaultBranch();
  const head = refs.get(`refs/heads/${branch}`);
  const lines: string[] = [];
  const reading = service === 'git-upload-pack';
  if (head && reading) lines.push(`${head} HEAD`);
  for (const [name, oid] of refs) {
    lines.push(`${oid} ${name}`);
    if (!reading || !name.startsWith('refs/tags/')) continue;
    const target = await peeled(repository, oid);
    if (target) lines.push(`${target} ${name}^{}`);
  }
  if (lines.length === 0) lines.push(`${zeroOid} capabilities^{}`);
  const symref = head && reading ? [`symref=HEAD:refs/heads/${branch}`] : [];
  const caps = [
    ...capabilities[service],
    ...symref,
    'object-format=sha1',
    agent,
  ];
  const [first, ...others] = lines;
  return Buffer.concat([
    pkt(`# service=${service}\n`),
    flush,
    pkt(`${first}\0${caps.join(' ')}\n`),
    ...others.map(line => pkt(`${line}\n`)),
    flush,
  ]);
}
