import git from 'isomorphic-git';
import { Repository } from '../git/Repository';

/**
 * Commits from the given ones back to the first, and how many steps away they
 * are. At a commit where `endsAt` says so its parents are not followed.
 */
export async function ancestors(
  repository: Repository,
  tips: Iterable<string>,
  endsAt: (oid: string, distance: number) => boolean = () => false,
): Promise<Map<string, number>> {
  let ring = new Set<string>(tips);
  const found = new Map<string, number>();
  for (let distance = 1; ring.size > 0; distance++) {
    const next = new Set<string>();
    for (const oid of ring) {
      if (found.has(oid)) continue;
      found.set(oid, distance);
      if (endsAt(oid, distance)) continue;
      const { parent } = await repository.commit(oid);
      parent.forEach(p => next.add(p));
    }
    ring = next;
  }
  return found;
}

/** Adds a tree and everything in it, but what is there already. */
async function addTree(
  repository: Repository,
  tree: string,
  into: Set<string>,
  known: ReadonlySet<string>,
): Promise<void> {
  if (into.has(tree) || known.has(tree)) return;
  into.add(tree);
  for (const { oid, type } of await repository.tree(tree)) {
    if (type === 'tree') await addTree(repository, oid, into, known);
    else if (type === 'blob' && !known.has(oid)) into.add(oid);
  }
}

/** The tags on the way from an object to its commit, and the commit. */
export async function peelAll(
  repository: Repository,
  oid: string,
): Promise<{ tags: string[]; commit: string | undefined }> {
  const tags: string[] = [];
  let target = oid;
  for (;;) {
    const { type } = await git.readObject({
      ...repository.place,
      oid: target,
    });
    if (type === 'commit') return { tags, commit: target };
    if (type !== 'tag') return { tags, commit: undefined };
    tags.push(target);
    const { tag } = await git.readTag({ ...repository.place, oid: target });
    target = tag.object;
  }
}

/** Objects that a client needs for these commits when it has those. */
export async function objectsFor(
  repository: Repository,
  wanted: Iterable<string>,
  had: ReadonlySet<string>,
  hadTips: Iterable<string>,
): Promise<Set<string>> {
  const known = new Set<string>();
  for (const oid of hadTips) {
    const { tree } = await repository.commit(oid);
    await addTree(repository, tree, known, new Set());
  }
  const objects = new Set<string>();
  for (const oid of wanted) {
    if (had.has(oid)) continue;
    objects.add(oid);
    const { tree } = await repository.commit(oid);
    await addTree(repository, tree, objects, known);
  }
  return objects;
}
