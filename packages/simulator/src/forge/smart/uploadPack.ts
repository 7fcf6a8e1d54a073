/*
 * git-upload-pack over stateless HTTP (protocol version 0): the client says
 * what it wants and has, the server answers with a pack. With every request the
 * client tells everything again, so nothing is remembered between them.
 */
import git from 'isomorphic-git';
import { Repository } from '../git/Repository';
import { flush, PktReader, pkt, ProtocolError, sideBand } from './pktLine';
import { ancestors, objectsFor, peelAll } from './reachable';

interface Wishes {
  wants: Set<string>;
  haves: string[];
  shallow: Set<string>;
  depth: number | undefined;
  capabilities: Set<string>;
  done: boolean;
}

function readWishes(body: Buffer): Wishes {
  const wishes: Wishes = {
    wants: new Set(),
    haves: [],
    shallow: new Set(),
    depth: undefined,
    capabilities: new Set(),
    done: false,
  };
  const reader = new PktReader(body);
  for (let line = reader.next(); line !== null; line = reader.next()) {
    const [word, argument = '', ...rest] = (line ?? '').split(' ');
    if (line === undefined) continue;
    if (word === 'want') {
      if (wishes.wants.size === 0) wishes.capabilities = new Set(rest);
      wishes.wants.add(argument);
    } else if (word === 'have') wishes.haves.push(argument);
    else if (word === 'shallow') wishes.shallow.add(argument);
    else if (word === 'done') wishes.done = true;
    else if (word === 'deepen' && /^\d+$/.test(argument)) {
      wishes.depth = Number(argument);
    } else {
      throw new ProtocolError(`unexpected line ${JSON.stringify(line)}`);
    }
  }
  return wishes;
}

const refusal = (problem: string) => [pkt(`ERR upload-pack: ${problem}`)];

/** The answer to one request, in parts. */
export async function uploadPack(
  repository: Repository,
  body: Buffer,
): Promise<Buffer[]> {
  const wishes = readWishes(body);
  const { wants, shallow, depth, capabilities } = wishes;
  if (wants.size === 0) return [];

  const refs = new Set((await repository.refs()).values());
  const tips = new Set<string>();
  const objects = new Set<string>();
  let reachable: Map<string, number> | undefined;
  for (const want of wants) {
    if (!/^[0-9a-f]{40}$/.test(want)) return refusal(`not our ref ${want}`);
    if (!refs.has(want)) {
      reachable ??= await reachableFrom(repository, refs);
      if (!reachable.has(want)) return refusal(`not our ref ${want}`);
    }
    const { tags, commit } = await peelAll(repository, want);
    tags.forEach(tag => objects.add(tag));
    if (commit) tips.add(commit);
  }

  const reply: Buffer[] = [];
  const wanted = await ancestors(
    repository,
    tips,
    // Without a new depth the client's own ends stay.
    (oid, distance) => (depth ? distance >= depth : shallow.has(oid)),
  );
  if (depth) {
    for (const [oid, distance] of wanted) {
      const { parent } = await repository.commit(oid);
      const cut = distance >= depth && parent.some(p => !wanted.has(p));
      if (cut && !shallow.has(oid)) reply.push(pkt(`shallow ${oid}\n`));
      if (!cut && shallow.has(oid)) reply.push(pkt(`unshallow ${oid}\n`));
    }
    reply.push(flush);
  }

  const common: string[] = [];
  for (const have of wishes.haves) {
    if (!/^[0-9a-f]{40}$/.test(have)) continue;
    if ((await repository.peel(have)) === have) common.push(have);
  }
  if (!negotiate(reply, wishes, common)) return reply;

  const had = await ancestors(repository, common, oid => shallow.has(oid));
  for (const oid of await objectsFor(
    repository,
    wanted.keys(),
    new Set(had.keys()),
    common,
  )) {
    objects.add(oid);
  }
  if (capabilities.has('include-tag')) {
    for (const oid of refs) {
      const { tags, commit } = await peelAll(repository, oid);
      if (commit && wanted.has(commit)) tags.forEach(tag => objects.add(tag));
    }
  }
  const { packfile } = await git.packObjects({
    ...repository.place,
    oids: [...objects],
  });
  if (!packfile) throw new Error('isomorphic-git made no pack');
  if (!capabilities.has('side-band-64k')) {
    reply.push(Buffer.from(packfile));
    return reply;
  }
  if (!capabilities.has('no-progress')) {
    const told = Buffer.from(`Sending ${objects.size} objects.\n`);
    reply.push(...sideBand(2, told));
  }
  reply.push(...sideBand(1, packfile), flush);
  return reply;
}

async function reachableFrom(repository: Repository, refs: Iterable<string>) {
  const commits: string[] = [];
  for (const oid of refs) {
    const { commit } = await peelAll(repository, oid);
    if (commit) commits.push(commit);
  }
  return ancestors(repository, commits);
}

/** Acknowledges what both have; says whether the pack follows. */
function negotiate(
  reply: Buffer[],
  { haves, done, capabilities }: Wishes,
  common: readonly string[],
): boolean {
  const last = common[common.length - 1];
  const detailed = capabilities.has('multi_ack_detailed');
  if (detailed) {
    reply.push(...common.map(oid => pkt(`ACK ${oid} common\n`)));
  }
  if (done) {
    reply.push(pkt(last ? `ACK ${last}\n` : 'NAK\n'));
    return true;
  }
  // Whatever both have is a good enough base: histories here are short.
  if (detailed && last) {
    reply.push(pkt(`ACK ${last} ready\n`));
    reply.push(pkt('NAK\n'));
    if (!capabilities.has('no-done')) return false;
    reply.push(pkt(`ACK ${last}\n`));
    return true;
  }
  if (last) reply.push(pkt(`ACK ${last}\n`));
  else if (haves.length || !detailed) reply.push(pkt('NAK\n'));
  return false;
}
