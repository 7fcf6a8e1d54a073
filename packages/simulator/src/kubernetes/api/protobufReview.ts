/**
 * Clients written in Go may send their access reviews as protobuf. The body is the
 * envelope that the API server uses everywhere (`k8s\0`, then runtime.Unknown) around
 * a message of authorization.k8s.io/v1, of which the few fields are read here that
 * matter for an answer. Field numbers are those of generated.proto.
 */
import { ApiError } from '../ApiError';

const magic = Buffer.from('k8s\0', 'latin1');

/** Fields of a message by their numbers: texts, numbers or messages, undecoded. */
type Fields = Map<number, Buffer>;

/** Wire types (protobuf.dev, "Encoding"). */
const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

const malformed = () =>
  ApiError.badRequest('the object provided is not valid protobuf');

class Reader {
  private position = 0;

  constructor(private readonly bytes: Buffer) {}

  /** The last value of each field that has a length. */
  fields(): Fields {
    const fields: Fields = new Map();
    while (this.position < this.bytes.length) {
      const tag = this.varint();
      switch (tag & 7) {
        case VARINT:
          this.varint();
          break;
        case FIXED64:
          this.take(8);
          break;
        case DELIMITED:
          fields.set(Math.floor(tag / 8), this.take(this.varint()));
          break;
        case FIXED32:
          this.take(4);
          break;
        default:
          throw malformed();
      }
    }
    return fields;
  }

  private varint(): number {
    let value = 0;
    for (let shift = 0; shift < 64; shift += 7) {
      const [byte] = this.take(1);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw malformed();
  }

  private take(length: number): Buffer {
    const end = this.position + length;
    if (end > this.bytes.length) throw malformed();
    const taken = this.bytes.subarray(this.position, end);
    this.position = end;
    return taken;
  }
}

const fieldsOf = (bytes: Buffer | undefined): Fields =>
  bytes ? new Reader(bytes).fields() : new Map();

const resourceFields = [
  'namespace',
  'verb',
  'group',
  'version',
  'resource',
  'subresource',
  'name',
];

const nonResourceFields = ['path', 'verb'];

/** Texts of the fields 1, 2, ... by their names; undefined without a message. */
function texts(message: Buffer | undefined, names: readonly string[]) {
  if (!message) return undefined;
  const fields = fieldsOf(message);
  return Object.fromEntries(
    names.flatMap((name, i) => {
      const value = fields.get(i + 1);
      return value?.length ? [[name, value.toString('utf8')]] : [];
    }),
  );
}

/**
 * The review as its JSON would be.
 *
 * @throws ApiError 400 where the body is no such message
 */
export function decodeReview(body: Buffer): object {
  if (!body.subarray(0, magic.length).equals(magic)) throw malformed();
  const unknown = fieldsOf(body.subarray(magic.length));
  const type = texts(unknown.get(1), ['apiVersion', 'kind']);
  const review = fieldsOf(unknown.get(2));
  const spec = fieldsOf(review.get(2));
  if (type?.kind === 'SelfSubjectReview') return type;
  if (type?.kind === 'SelfSubjectRulesReview') {
    return { ...type, spec: texts(review.get(2), ['namespace']) };
  }
  return {
    ...type,
    spec: {
      resourceAttributes: texts(spec.get(1), resourceFields),
      nonResourceAttributes: texts(spec.get(2), nonResourceFields),
    },
  };
}
