/** A watch event larger than this is not one: etcd keeps objects below 1.5 MiB. */
const LINE_LIMIT_CHARS = 8 * 1024 * 1024;

/** Splits a body of newline-delimited JSON into its lines. */
export async function* eventLines(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LINE_LIMIT_CHARS) {
      throw new Error('a watch event is larger than 8 MiB');
    }
    for (const line of lines) {
      if (line.trim()) yield line;
    }
  }
  rest += decoder.decode();
  if (rest.trim()) yield rest;
}
