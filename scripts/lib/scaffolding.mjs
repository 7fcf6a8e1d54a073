/** Asks a running portal for new services, as its form does. */

const image = `registry.lifeverse.example/starters/world-service@sha256:${'0f'.repeat(
  32,
)}`;

/** A token of one of the sample's people; `persona` is an id of app-config. */
export async function tokenOf(baseUrl, persona) {
  const answer = await fetch(`${baseUrl}/api/auth/personas/refresh`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-requested-with': 'XMLHttpRequest',
    },
    body: JSON.stringify({ persona }),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`no token of ${persona}: ${answer.status}`);
  return body.backstageIdentity.token;
}

/** A portal as one person sees it. */
export class Person {
  constructor(baseUrl, token) {
    this.baseUrl = baseUrl;
    this.token = token;
  }

  static async signIn(baseUrl, persona) {
    return new Person(baseUrl, await tokenOf(baseUrl, persona));
  }

  /** @throws Error with status and message, where the portal refuses */
  async ask(path, { method = 'GET', body } = {}) {
    const answer = await fetch(this.baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** Starts the template's task. @returns its id */
  async createService(name, values = {}) {
    const { id } = await this.ask('/api/scaffolder/v2/tasks', {
      method: 'POST',
      body: {
        templateRef: 'template:default/shard-service',
        values: {
          kind: 'stateful-shard',
          name,
          description: 'A service for a test.',
          owner: 'group:default/world-aurora',
          lifecycle: 'experimental',
          world: 'system:default/aurora',
          regions: ['resource:default/eu-frankfurt'],
          capacity: { peakPlayers: 1000, playersPerInstance: 100 },
          image,
          tier: 'tier-3',
          ...values,
        },
      },
    });
    return id;
  }

  /** Log of a task, as `step: message`. */
  async taskLog(id) {
    const events = await this.ask(`/api/scaffolder/v2/tasks/${id}/events`);
    return events.map(
      ({ body }) =>
        `${body.stepId ?? ''}: ${body.error?.message ?? body.message}`,
    );
  }

  /** Waits until a task has ended. @returns its status and log */
  async untilEnded(id, timeoutSeconds) {
    const { status } = await until(
      async () => {
        const task = await this.ask(`/api/scaffolder/v2/tasks/${id}`);
        return ['completed', 'failed', 'cancelled'].includes(task.status)
          ? task
          : undefined;
      },
      { timeoutSeconds, what: `the end of task ${id}` },
    );
    return { status, log: await this.taskLog(id) };
  }
}

/**
 * Asks again and again until there is an answer.
 *
 * @throws Error naming what was waited for, with the last error
 */
export async function until(attempt, { timeoutSeconds, what, everyMs = 100 }) {
  const deadline = Date.now() + timeoutSeconds * 1000;
  let last = '';
  while (Date.now() < deadline) {
    try {
      const found = await attempt();
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      last = error.message;
    }
    await new Promise(resolve => setTimeout(resolve, everyMs));
  }
  throw new Error(`waited ${timeoutSeconds} s for ${what}; ${last}`);
}
