/** ITU-T G.711 A-law: 256 values, full scale -1…1. */
export const A_LAW: Float32Array = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = code ^ 0x55
  const exponent = (bits >> 4) & 7
  const step = (bits & 15) * 16 + 8
  const size = exponent === 0 ? step : (step + 256) << (exponent - 1)
  return (bits & 0x80 ? size : -size) / 32768
})

/** ITU-T G.711 mu-law: 256 values, full scale -1…1. */
export const MU_LAW: Float32Array = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = ~code & 0xff
  const size = ((((bits & 15) << 3) + 132) << ((bits >> 4) & 7)) - 132
  return (bits & 0x80 ? -size : size) / 32768
})
