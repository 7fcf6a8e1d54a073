/* isomorphic-git, which Backstage uses, and clients that do not keep to the protocol. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import git from 'isomorphic-git';
import http from 'isomorphic-git/http/node';
import { asBot, TestForge } from '../testing/startForge';
import { flush, pkt } from './pktLine';

const author = { name: 'A', email: 'a@example.com' };
const onAuth = () => ({ username: 'lifeverse-bot', password: 'simulated' });
const zero = '0'.repeat(40);

describe('the smart protocol', () => {
  let forge: TestForge;
  let dir: string;

  beforeEach(async () => {
    forge = await TestForge.start();
    dir = await mkdtemp(join(tmpdir(), 'isomorphic-'));
  });

  afterEach(async () => {
    await forge.remove();
    await rm(dir, { recursive: true, force: true });
  });

  const url = () => `${forge.url}/lifeverse/lifeverse.git`;

  const head = async () => {
    const path = '/api/v1/repos/lifeverse/lifeverse/git/commits/main';
    return (await forge.get(path)).json.sha as string;
  };

  function push(body: Buffer, headers: Record<string, string> = {}) {
    return forge.get('/lifeverse/lifeverse.git/git-receive-pack', {
      method: 'POST',
      headers: {
        ...asBot,
        'content-type': 'application/x-git-receive-pack-request',
        ...headers,
      },
      body,
    });
  }

  function fetchPack(lines: (string | undefined)[]) {
    const parts = lines.map(line => (line ? pkt(`${line}\n`) : flush));
    return forge.get('/lifeverse/lifeverse.git/git-upload-pack', {
      method: 'POST',
      headers: { 'content-type': 'application/x-git-upload-pack-request' },
      body: Buffer.concat(parts),
    });
  }

  function pack(count: number, body = Buffer.alloc(0)) {
    const start = Buffer.from('PACK\0\0\0\x02\0\0\0\0');
    start.writeUInt32BE(count, 8);
    const whole = Buffer.concat([start, body]);
    const sum = createHash('sha1').update(whole).digest();
    return Buffer.concat([whole, sum]);
  }

  it('lets isomorphic-git clone, push and pull', async () => {
    await git.clone({ fs, http, dir, url: url(), depth: 1 });
    const text = await readFile(join(dir, 'catalog/all.yaml'), 'utf8');
    expect(text).toBe('kind: Location\n');
    await writeFile(join(dir, 'new.txt'), 'new');
    await git.add({ fs, dir, filepath: 'new.txt' });
    const oid = await git.commit({ fs, dir, message: 'New', author });
    const result = await git.push({ fs, http, dir, url: url(), onAuth });
    expect(result.ok).toBe(true);
    expect(await head()).toBe(oid);

    const other = join(dir, 'other');
    await git.clone({ fs, http, dir: other, url: url() });
    await writeFile(join(dir, 'new.txt'), 'newer');
    await git.add({ fs, dir, filepath: 'new.txt' });
    await git.commit({ fs, dir, message: 'Newer', author });
    await git.push({ fs, http, dir, url: url(), onAuth });
    await git.pull({ fs, http, dir: other, url: url(), author });
    const pulled = await readFile(join(other, 'new.txt'), 'utf8');
    expect(pulled).toBe('newer');
  });

  it('refuses a pack that is damaged and moves nothing', async () => {
    const before = await head();
    const command = `${before} ${'1'.repeat(
      40,
    )} refs/heads/main\0report-status`;
    const damaged = pack(1, Buffer.from('nonsense'));
    damaged[damaged.length - 1] += 1;
    for (const [bytes, told] of [
      [damaged, 'unpack pack is corrupted'],
      [
        Buffer.from('nothing at all, but long enough to be one'),
        'unpack bad pack header',
      ],
      [pack(1, Buffer.from('nonsense')), 'unpack '],
    ] as const) {
      const body = Buffer.concat([pkt(command), flush, bytes]);
      const { code, text } = await push(body);
      expect(code).toBe(200);
      expect(text).toContain(told);
      expect(text).toContain('ng refs/heads/main unpacker error');
    }
    expect(await head()).toBe(before);
  });

  it('refuses commits whose objects are not there', async () => {
    const before = await head();
    const command = `${before} ${'1'.repeat(
      40,
    )} refs/heads/main\0report-status`;
    const body = Buffer.concat([pkt(command), flush, pack(0)]);
    const { text } = await push(body);
    expect(text).toContain('ng refs/heads/main missing necessary objects');
    expect(await head()).toBe(before);
  });

  it.each([
    'refs/heads/../../../evil',
    'refs/heads/.hidden',
    'refs/heads/a.lock',
    'refs/heads/a b',
    'refs/simulator/seed',
    'HEAD',
  ])('refuses the reference %s', async ref => {
    const oid = await head();
    const command = `${zero} ${oid} ${ref}\0report-status`;
    const { text } = await push(Buffer.concat([pkt(command), flush, pack(0)]));
    expect(text).toContain(`ng ${ref} funny refname`);
  });

  it('refuses a branch in the way of another one', async () => {
    const oid = await head();
    const command = `${zero} ${oid} refs/heads/main/deeper\0report-status`;
    const { text } = await push(Buffer.concat([pkt(command), flush, pack(0)]));
    expect(text).toContain('in the way of another reference');
  });

  it('lets one of two pushes from the same state win', async () => {
    const oid = await head();
    const command = `${zero} ${oid} refs/heads/twin\0report-status`;
    const body = Buffer.concat([pkt(command), flush, pack(0)]);
    const answers = await Promise.all([push(body), push(body)]);
    const told = answers.map(a => /(?:ok|ng) refs.*/.exec(a.text)?.[0]);
    expect(told.sort()).toEqual([
      'ng refs/heads/twin fetch first',
      'ok refs/heads/twin',
    ]);
  });

  it('gives nothing that no branch leads to', async () => {
    const { text } = await fetchPack([`want ${'1'.repeat(40)}`, '', 'done']);
    expect(text).toContain('ERR upload-pack: not our ref');
    const bad = await fetchPack(['want nonsense', '', 'done']);
    expect(bad.text).toContain('ERR upload-pack: not our ref');
  });

  it('answers what is no protocol with 400', async () => {
    expect((await push(Buffer.from('zzzz nothing'))).code).toBe(400);
    expect((await push(Buffer.from('00ffshort'))).code).toBe(400);
    expect((await fetchPack(['give me all'])).code).toBe(400);
    expect(forge.errors.filter(e => e.name !== 'ProtocolError')).toEqual([]);
  });

  it('reads compressed requests, but not what they blow up to', async () => {
    const oid = await head();
    const command = `${zero} ${oid} refs/heads/zipped\0report-status`;
    const body = Buffer.concat([pkt(command), flush, pack(0)]);
    const zipped = { 'content-encoding': 'gzip' };
    const { text } = await push(gzipSync(body), zipped);
    expect(text).toContain('ok refs/heads/zipped');
    const bomb = gzipSync(Buffer.alloc(70 * 1024 * 1024));
    expect((await push(bomb, zipped)).code).toBe(413);
    expect((await push(Buffer.from('no gzip'), zipped)).code).toBe(400);
  });

  it('insists on the smart protocol and its content types', async () => {
    const refs = '/lifeverse/lifeverse.git/info/refs';
    expect((await forge.get(refs)).code).toBe(403);
    const typed = await push(Buffer.alloc(0), { 'content-type': 'text/plain' });
    expect(typed.code).toBe(415);
    const anonymous = await forge.get(`${refs}?service=git-receive-pack`);
    expect(anonymous.code).toBe(401);
    expect(anonymous.headers.get('www-authenticate')).toContain('Basic');
  });
});
