import { editTree, writeCommit } from '../git/editTree';
import { Repository } from '../git/Repository';

/** The first commit of a repository that is to be made with one. */
export async function plantReadme(
  repository: Repository,
  description: string,
  atMs: number,
): Promise<void> {
  const text = `# ${repository.name}\n\n${description}\n`;
  const files = new Map([['README.md', Buffer.from(text)]]);
  const commit = await writeCommit(repository, {
    tree: await editTree(repository, undefined, files),
    parents: [],
    message: 'Initial commit',
    author: {
      name: repository.owner,
      email: `${repository.owner}@noreply.lifeverse.example`,
    },
    atMs,
  });
  const branch = await repository.defaultBranch();
  await repository.setRef(`refs/heads/${branch}`, commit);
}
