import { parseAllDocuments } from 'yaml';
import { PushEvent } from '../forge/createForgeFace';
import { ApplyResult, GivenManifest, World } from '../world';

/** What became of the newest commit of one repository. */
export interface GitOpsState extends ApplyResult {
  /** `owner/name` of the repository. */
  source: string;
  commit: string;
  /** Why nothing of the commit was applied. */
  error?: string;
}

/**
 * Folders at the top of a repository that manifests are looked for in. Deeper ones of
 * that name may hold anything, as the skeletons of templates do.
 */
const manifestFolders = ['deploy', 'k8s', 'kubernetes', 'manifests'];

/**
 * The wire between forge and clusters, as a GitOps controller is: what a commit on
 * a default branch describes under `deploy/` comes to life, and what it no longer
 * describes goes. A file that cannot be read leaves everything as it was.
 */
export class GitOps {
  private readonly states = new Map<string, GitOpsState>();

  constructor(
    private readonly world: Pick<World, 'applyManifests'>,
    private readonly onApplied: () => void,
  ) {}

  /**
   * @param isNew - whether the commit came just now; of an older one, its files have
   * been there since the commits that they came with
   */
  async follow(push: PushEvent, atMs: number, isNew = true) {
    if (!push.isDefaultBranch) return;
    const source = `${push.owner}/${push.repository}`;
    const { commit } = push;
    try {
      const manifests = await manifestsOf(push, isNew);
      if (manifests.length === 0 && !this.states.has(source)) return;
      const result = this.world.applyManifests(source, manifests, { atMs });
      this.states.set(source, { source, commit, ...result });
      this.onApplied();
    } catch (error) {
      this.states.set(source, {
        ...(this.states.get(source) ?? { accepted: [], rejected: [] }),
        source,
        commit,
        error: (error as Error).message,
      });
    }
  }

  state(): GitOpsState[] {
    return [...this.states.values()];
  }
}

/** @throws Error where a file is no YAML; it names the file */
async function manifestsOf(
  { paths, readFile, firstCommitMs }: PushEvent,
  isNew: boolean,
): Promise<GivenManifest[]> {
  const manifests: GivenManifest[] = [];
  for (const file of paths.filter(isManifest)) {
    const text = (await readFile(file)).toString('utf8');
    const sinceMs = isNew ? undefined : await firstCommitMs(file);
    for (const document of parseAllDocuments(text)) {
      const [error] = document.errors;
      if (error) throw new Error(`${file}: ${error.message}`);
      const object: unknown = document.toJS();
      if (object === null || object === undefined) continue;
      for (const each of itemsOf(object)) {
        manifests.push({ object: each, file, sinceMs });
      }
    }
  }
  return manifests;
}

/** A `List` stands for what is in it. */
function itemsOf(object: unknown): unknown[] {
  const { apiVersion, kind, items } = object as Record<string, unknown>;
  return apiVersion === 'v1' && kind === 'List' && Array.isArray(items)
    ? items
    : [object];
}

function isManifest(path: string) {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  return (
    /\.ya?ml$/.test(name) &&
    !/^kustomization\.ya?ml$/.test(name) &&
    manifestFolders.includes(folders[0])
  );
}
