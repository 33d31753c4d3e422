/** Bytes before the numbers of a .npy file written here. */
export const NPY_HEADER_BYTES = 128

/** Head of a NumPy file (format 1.0) of little-endian float32 in row-major order, always NPY_HEADER_BYTES long. */
export function npyHeader(shape: readonly number[]): Uint8Array {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`
  const header = new Uint8Array(NPY_HEADER_BYTES).fill(0x20)
  header.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, NPY_HEADER_BYTES - 10, 0])
  header.set(new TextEncoder().encode(text), 10)
  header[NPY_HEADER_BYTES - 1] = 0x0a
  return header
}
