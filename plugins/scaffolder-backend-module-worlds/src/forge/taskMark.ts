/** Who had a repository made, and by which task. */
export interface TaskMark {
  taskId: string;
  /** Reference of the user entity. */
  user: string;
}

/** At the end, so that no description can pretend to be one. */
const mark = /\(made in the portal by (\S+), task ([\w-]+)\)$/;

/** Name of the trailer that the first commit carries. */
export const TASK_TRAILER = 'Portal-Task';

/** A repository's description that says which task made it. */
export function markDescription(text: string, { taskId, user }: TaskMark) {
  return `${text} (made in the portal by ${user}, task ${taskId})`;
}

/** The mark of a description; undefined where the portal did not write it. */
export function readMark(description: string): TaskMark | undefined {
  const found = mark.exec(description);
  return found ? { user: found[1], taskId: found[2] } : undefined;
}

/** Whether a commit message has the trailer of a task. */
export function hasTrailer(message: string, taskId: string): boolean {
  return message.split('\n').includes(`${TASK_TRAILER}: ${taskId}`);
}
