/** As much of protocol buffers as tests need to write small ONNX files and to look into large ones. */

type Field = readonly [number: number, value: number | string | Uint8Array | readonly Field[]];

const VARINT = 0;
const BYTES = 2;

function varint(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...varint(Math.floor(value / 0x80))];
}

function fieldBytes([number, value]: Field): Buffer {
  if (typeof value === 'number') return Buffer.from([...varint(number * 8 + VARINT), ...varint(value)]);
  const bytes =
    typeof value === 'string' ? Buffer.from(value) : value instanceof Uint8Array ? Buffer.from(value) : message(value);
  return Buffer.concat([Buffer.from([...varint(number * 8 + BYTES), ...varint(bytes.length)]), bytes]);
}

/** A message of fields in their order; whole numbers must not be negative. */
export const message = (fields: readonly Field[]): Buffer => Buffer.concat(fields.map(fieldBytes));

function readVarint(bytes: Buffer, from: number): readonly [value: number, next: number] {
  let [value, factor, at] = [0, 1, from];
  for (;;) {
    const byte = bytes[at++]!;
    value += (byte & 0x7f) * factor;
    factor *= 0x80;
    if (byte < 0x80) return [value, at];
  }
}

/** The fields of a message in their order; fixed-width numbers as bytes. */
export function* fieldsOf(bytes: Buffer): Generator<readonly [number: number, value: number | Buffer]> {
  for (let at = 0; at < bytes.length; ) {
    const [key, start] = readVarint(bytes, at);
    const [number, kind] = [Math.floor(key / 8), key % 8];
    if (kind === VARINT) {
      const [value, next] = readVarint(bytes, start);
      yield [number, value];
      at = next;
      continue;
    }
    const [length, body] = kind === BYTES ? readVarint(bytes, start) : ([kind === 1 ? 8 : 4, start] as const);
    yield [number, bytes.subarray(body, body + length)];
    at = body + length;
  }
}
