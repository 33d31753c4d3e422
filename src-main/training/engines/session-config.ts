/** What a context is opened with. */
export interface SessionSettings {
  /** Logical devices that share the CPU. */
  cpuCount: number
  /** Threads of one operation; not set: as TensorFlow sees fit. */
  threadCount?: number
}

/**
 * The bytes of the `ConfigProto` that a context is opened with (tensorflow/core/protobuf/config.proto), written by hand:
 * four settings are no reason for a protobuf library.
 * - `device_count` (field 1, a map): so many logical devices share the CPU
 * - `intra_op_parallelism_threads` (2): threads that one operation may use
 * - `gpu_options` (6) with `allow_growth` (4): GPU memory is taken as it is needed; without, the whole GPU at once
 * - `allow_soft_placement` (7): an operation that a GPU cannot do goes to the CPU, and is no error
 */
export function sessionConfig({ cpuCount, threadCount }: SessionSettings): Uint8Array {
  const cpu = field(1, [...field(1, [...new TextEncoder().encode('CPU')]), 2 << 3, ...varint(cpuCount)])
  const gpuOptions = field(6, [4 << 3, 1])
  const threads = threadCount === undefined ? [] : [2 << 3, ...varint(threadCount)]
  return Uint8Array.of(...cpu, ...threads, ...gpuOptions, 7 << 3, 1)
}

/** A field of bytes: number and wire type 2, length, bytes. */
function field(number: number, bytes: readonly number[]): number[] {
  return [(number << 3) | 2, ...varint(bytes.length), ...bytes]
}

/** Seven bits a byte, the lowest first; all but the last are marked. */
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]
}
