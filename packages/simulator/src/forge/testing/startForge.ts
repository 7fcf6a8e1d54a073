import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ManualClock } from '../../Clock';
import { listen } from '../../prometheus/testing/listen';
import {
  createForgeFace,
  ForgeFace,
  ForgeFaceOptions,
  PushEvent,
} from '../createForgeFace';

/** Fields of the API's answers, as far as tests read them; the rest is unknown. */
export interface GiteaJson {
  [field: string]: unknown;
  archived: boolean;
  commit: { id: string; sha: string; message: string };
  content: string;
  data: GiteaJson[];
  default_branch: string;
  files: GiteaJson[];
  login: string;
  message: string;
  name: string;
  parents: { sha: string }[];
  path: string;
  sha: string;
  size: number;
  tree: GiteaJson[];
  type: string;
  username: string;
}

/** What a request of a test gave. */
export interface Answer {
  code: number;
  headers: Headers;
  text: string;
  /** An answer that is an object; a test that is wrong about it fails. */
  json: GiteaJson;
  /** An answer that is a list; empty where it is none. */
  list: GiteaJson[];
}

const basic = Buffer.from('lifeverse-bot:simulated').toString('base64');
/** Credentials of the forge's only user. */
export const asBot = { authorization: `Basic ${basic}` };

/** A forge in a folder of its own, on a free port. */
export class TestForge {
  readonly clock = new ManualClock(Date.UTC(2026, 0, 15, 12));
  readonly pushes: PushEvent[] = [];
  readonly errors: Error[] = [];
  url = '';
  face!: ForgeFace;
  private stop: (() => Promise<void>) | undefined;

  private constructor(
    readonly folder: string,
    private readonly options: Partial<ForgeFaceOptions>,
  ) {}

  static async start(
    options: Partial<ForgeFaceOptions> = {},
  ): Promise<TestForge> {
    const folder = await mkdtemp(join(tmpdir(), 'forge-'));
    const forge = new TestForge(folder, options);
    await forge.writeSeed('all.yaml', 'kind: Location\n');
    await forge.writeSeed('aurora/catalog-info.yaml', 'kind: System\n');
    await forge.writeSeed('aurora/docs/index.md', '# Aurora <3\n\nÄ line.\n');
    await forge.open();
    return forge;
  }

  get dataFolder() {
    return join(this.folder, 'data');
  }

  get seedFolder() {
    return join(this.folder, 'seed');
  }

  async writeSeed(path: string, text: string | Uint8Array) {
    const file = join(this.seedFolder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  async open() {
    this.face = await createForgeFace({
      dataFolder: this.dataFolder,
      seedFolder: this.seedFolder,
      extraFiles: async () => new Map([['README.md', '# LifeVerse\n']]),
      clock: this.clock,
      tokens: ['secret-token'],
      onPush: event => {
        this.pushes.push(event);
      },
      onError: error => this.errors.push(error),
      ...this.options,
    });
    const server = await listen(this.face.handler);
    this.url = server.url;
    this.stop = server.close;
  }

  async shut() {
    await this.stop?.();
    await this.face.close();
  }

  async restart() {
    await this.shut();
    await this.open();
  }

  async remove() {
    await this.shut();
    await rm(this.folder, { recursive: true, force: true });
  }

  async get(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, init);
    const text = await response.text();
    let json;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    const list: GiteaJson[] = Array.isArray(json) ? json : [];
    const { status: code, headers } = response;
    return { code, headers, text, json, list };
  }

  send(method: string, path: string, body: unknown, headers = asBot) {
    return this.get(path, { method, headers, body: JSON.stringify(body) });
  }
}
