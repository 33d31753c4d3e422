export type ColourMapName = 'magma' | 'viridis'

/**
 * Polynomials of degree 6 in the place 0…1, for red, green and blue, fitted to matplotlib's maps
 * (Matt Zucker, https://www.shadertoy.com/view/WlfXRN, public domain).
 */
const COEFFICIENTS: Record<ColourMapName, [number, number, number][]> = {
  viridis: [
    [0.2777273272, 0.0054073445, 0.3340998053],
    [0.1050930431, 1.4046135299, 1.3845901627],
    [-0.3308618287, 0.2148475595, 0.095095163],
    [-4.634230499, -5.7991009734, -19.3324409563],
    [6.2282699363, 14.1799333668, 56.6905526007],
    [4.7763849977, -13.7451453777, -65.3530326334],
    [-5.4354558559, 4.6458526122, 26.3124352496],
  ],
  magma: [
    [-0.0021364851, -0.0007496551, -0.0053861279],
    [0.2516605407, 0.6775232437, 2.4940265993],
    [8.3537172792, -3.577719515, 0.314467903],
    [-27.6687330858, 14.264730781, -13.6492131881],
    [52.1761398123, -27.9436060717, 12.9441694424],
    [-50.7685253647, 29.0465828213, 4.2341529938],
    [18.6557050659, -11.48977352, -5.6019615087],
  ],
}

/** @returns 256 × 3 bytes, red green blue, dark to bright. */
export function colourTable(name: ColourMapName): Uint8ClampedArray {
  const table = new Uint8ClampedArray(256 * 3)
  const coefficients = COEFFICIENTS[name]
  for (let index = 0; index < 256; index++) {
    const place = index / 255
    for (let channel = 0; channel < 3; channel++) {
      let value = 0
      for (let power = 6; power >= 0; power--) value = value * place + coefficients[power][channel]
      table[index * 3 + channel] = 255 * value
    }
  }
  return table
}
