/*
 * git-receive-pack over stateless HTTP: commands for references, then a pack
 * with the objects that they need. The pack is checked before any reference is
 * moved: its own checksum, that every delta finds its base, and that nothing
 * that the new commits lead to is missing.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import git from 'isomorphic-git';
import { isRefName } from '../git/names';
import { Repository } from '../git/Repository';
import { flush, PktReader, pkt, ProtocolError, sideBand } from './pktLine';
import { ancestors } from './reachable';

const zeroOid = '0'.repeat(40);

interface Command {
  from: string;
  to: string;
  ref: string;
}

/** A branch that has a new commit now. */
export interface Update {
  branch: string;
  commit: string;
}

function readCommands(reader: PktReader) {
  const commands: Command[] = [];
  let capabilities = new Set<string>();
  for (let line = reader.next(); typeof line === 'string'; ) {
    const [command, caps] = line.split('\0');
    if (caps) capabilities = new Set(caps.trim().split(' '));
    const match = /^([0-9a-f]{40}) ([0-9a-f]{40}) (.+)$/.exec(command);
    if (!match) {
      throw new ProtocolError(`unexpected line ${JSON.stringify(command)}`);
    }
    commands.push({ from: match[1], to: match[2], ref: match[3] });
    line = reader.next();
  }
  return { commands, capabilities };
}

/** Takes the pack in; returns the ids of its objects. */
async function unpack(
  repository: Repository,
  pack: Buffer,
): Promise<Set<string>> {
  if (pack.length < 32 || pack.toString('latin1', 0, 4) !== 'PACK') {
    throw new Error('bad pack header');
  }
  const checksum = createHash('sha1').update(pack.subarray(0, -20)).digest();
  if (!checksum.equals(pack.subarray(-20))) {
    throw new Error('pack is corrupted (SHA1 mismatch)');
  }
  const count = pack.readUInt32BE(8);
  if (count === 0) return new Set();
  const draft = join(repository.folder, `incoming-${randomUUID()}`);
  const name = `pack-${checksum.toString('hex')}`;
  const packs = join(repository.folder, 'objects', 'pack');
  await mkdir(draft);
  try {
    await writeFile(join(draft, `${name}.pack`), pack);
    const { oids } = await git.indexPack({
      ...repository.place,
      dir: draft,
      filepath: `${name}.pack`,
    });
    if (oids.length !== count) throw new Error('unresolved deltas');
    await mkdir(packs, { recursive: true });
    // Readers look for the index, so it comes last.
    await rename(join(draft, `${name}.pack`), join(packs, `${name}.pack`));
    await rename(join(draft, `${name}.idx`), join(packs, `${name}.idx`));
    repository.forget();
    return new Set(oids);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** What a new object leads to must be in the pack or here already. */
async function isComplete(
  repository: Repository,
  oid: string,
  fresh: Set<string>,
): Promise<boolean> {
  const open = [oid];
  const seen = new Set(open);
  while (open.length) {
    const next = open.pop()!;
    if (!fresh.has(next)) {
      if (!(await repository.has(next))) return false;
      continue;
    }
    const { type } = await git.readObject({ ...repository.place, oid: next });
    let leadsTo: string[] = [];
    if (type === 'commit') {
      const commit = await repository.commit(next);
      leadsTo = [commit.tree, ...commit.parent];
    } else if (type === 'tree') {
      const entries = await repository.tree(next);
      leadsTo = entries.filter(e => e.type !== 'commit').map(e => e.oid);
    } else if (type === 'tag') {
      const { tag } = await git.readTag({ ...repository.place, oid: next });
      leadsTo = [tag.object];
    }
    for (const target of leadsTo) {
      if (!seen.has(target)) open.push(target);
      seen.add(target);
    }
  }
  return true;
}

/** Carries one command out; says why not where it does not. */
async function apply(
  repository: Repository,
  { from, to, ref }: Command,
  fresh: Set<string>,
): Promise<string | undefined> {
  if (!isRefName(ref)) return 'funny refname';
  const current = (await repository.ref(ref)) ?? zeroOid;
  if (current !== from) return 'fetch first';
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  const main = await repository.defaultBranch();
  if (to === zeroOid) {
    if (branch === main) return 'refusing to delete the default branch';
    await repository.deleteRef(ref);
    return undefined;
  }
  if (!(await isComplete(repository, to, fresh))) {
    return 'missing necessary objects';
  }
  if (branch) {
    if ((await repository.peel(to)) !== to) return 'not a commit';
    if (from !== zeroOid) {
      const before = await ancestors(repository, [to], oid => oid === from);
      if (!before.has(from)) return 'non-fast-forward';
    }
  }
  try {
    await repository.setRef(ref, to);
  } catch {
    return 'the name is in the way of another reference';
  }
  const born = await repository.ref(`refs/heads/${main}`);
  if (branch && !born) await repository.setDefaultBranch(branch);
  return undefined;
}

/** The answer to a push, and the branches that it moved. */
export function receivePack(
  repository: Repository,
  body: Buffer,
): Promise<{ reply: Buffer[]; updates: Update[] }> {
  return repository.mutex.run(async () => {
    const reader = new PktReader(body);
    const { commands, capabilities } = readCommands(reader);
    const report: string[] = [];
    const updates: Update[] = [];
    let fresh = new Set<string>();
    let flaw: string | undefined;
    try {
      const pack = reader.rest();
      const deletesOnly = commands.every(({ to }) => to === zeroOid);
      if (pack.length || !deletesOnly) fresh = await unpack(repository, pack);
      report.push('unpack ok');
    } catch (error) {
      flaw = error instanceof Error ? error.message : String(error);
      report.push(`unpack ${flaw.split('\n')[0]}`);
    }
    for (const command of commands) {
      const problem = flaw
        ? 'unpacker error'
        : await apply(repository, command, fresh);
      report.push(
        problem ? `ng ${command.ref} ${problem}` : `ok ${command.ref}`,
      );
      const branch = /^refs\/heads\/(.+)$/.exec(command.ref)?.[1];
      if (!problem && branch && command.to !== zeroOid) {
        updates.push({ branch, commit: command.to });
      }
    }
    if (commands.length === 0 || !capabilities.has('report-status')) {
      return { reply: [], updates };
    }
    const lines = [...report.map(line => pkt(`${line}\n`)), flush];
    const reply = capabilities.has('side-band-64k')
      ? [...sideBand(1, Buffer.concat(lines)), flush]
      : lines;
    return { reply, updates };
  });
}
