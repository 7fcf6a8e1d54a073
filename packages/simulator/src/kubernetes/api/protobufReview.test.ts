import { startFace, token } from '../__fixtures__/startFace';
import { decodeReview } from './protobufReview';

/** A field with a length: a text, or a message of fields. */
const field = (number: number, content: string | Buffer[]): Buffer => {
  const bytes =
    typeof content === 'string' ? Buffer.from(content) : Buffer.concat(content);
  return Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
};
const envelope = (kind: string, message: Buffer[]) =>
  Buffer.concat([
    Buffer.from('k8s\0', 'latin1'),
    field(1, [field(1, 'authorization.k8s.io/v1'), field(2, kind)]),
    field(2, message),
    field(3, ''),
    field(4, ''),
  ]);

const mayI = (verb: string, resource: string) =>
  envelope('SelfSubjectAccessReview', [
    field(1, [Buffer.from([8 * 8, 0])]),
    field(2, [field(1, [field(2, verb), field(3, ''), field(5, resource)])]),
  ]);

describe('a review in protobuf', () => {
  it('is read as its JSON would be', () => {
    expect(decodeReview(mayI('list', 'pods'))).toEqual({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: {
        resourceAttributes: { verb: 'list', resource: 'pods' },
        nonResourceAttributes: undefined,
      },
    });
    const rules = envelope('SelfSubjectRulesReview', [
      field(2, [field(1, 'aurora')]),
    ]);
    expect(decodeReview(rules)).toMatchObject({
      spec: { namespace: 'aurora' },
    });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['JSON', Buffer.from('{"kind":"SelfSubjectAccessReview"}')],
    ['what breaks off', mayI('list', 'pods').subarray(0, -9)],
    [
      'what is no message',
      Buffer.from(
        'k8s\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff',
        'latin1',
      ),
    ],
  ])('is refused where it is %s', (_, body) => {
    expect(() => decodeReview(body)).toThrow('is not valid protobuf');
  });

  it('is answered by a cluster', async () => {
    const face = await startFace();
    const ask = async (body: Buffer, type: string) => {
      const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
      const response = await fetch(`${face.url}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': type,
          accept: 'application/vnd.kubernetes.protobuf,application/json',
        },
        body,
      });
      return { status: response.status, body: await response.json() };
    };
    const protobuf = 'application/vnd.kubernetes.protobuf';
    try {
      const yes = await ask(mayI('list', 'pods'), protobuf);
      expect(yes).toMatchObject({
        status: 201,
        body: { status: { allowed: true } },
      });
      const no = await ask(mayI('delete', 'pods'), protobuf);
      expect(no.body.status.allowed).toBe(false);
      const broken = await ask(Buffer.from('k8s'), protobuf);
      expect(broken).toMatchObject({
        status: 400,
        body: { reason: 'BadRequest' },
      });
      const cbor = await ask(Buffer.from('a'), 'application/cbor');
      expect(cbor).toMatchObject({
        status: 415,
        body: {
          reason: 'UnsupportedMediaType',
          message: expect.stringContaining(
            'application/vnd.kubernetes.protobuf',
          ),
        },
      });
    } finally {
      await face.close();
    }
  });
});
