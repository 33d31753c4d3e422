import { StudioError } from '../errors.ts'

export type Reals = Float32Array | Float64Array

/**
 * Fourier transform of real samples.
 * A spectrum is [size + 2]: real and imaginary parts in turn for the bins 0 … size / 2.
 */
export interface RealFft {
  readonly size: number
  /** Reads `size` samples, writes the spectrum, unscaled. */
  forward(samples: Reals, spectrum: Reals): void
  /** Reads a spectrum, writes `size` samples, scaled so that it undoes `forward`. */
  inverse(spectrum: Reals, samples: Reals): void
}

/** Makes a transform of one size. The plain one is `createRealFft`; a faster one may be handed in. */
export type FftFactory = (size: number) => RealFft

/**
 * The readable transform, in float64: a complex radix-2 FFT of half the size (Cooley-Tukey), whose result is taken
 * apart into the even and odd samples' spectra.
 * @throws StudioError `invalid` unless size is a power of two from 4
 */
export function createRealFft(size: number): RealFft {
  if (size < 4 || !Number.isInteger(Math.log2(size))) {
    throw new StudioError('invalid', `fftSize=${size} must be a power of two from 4`)
  }
  const half = size / 2
  const real = new Float64Array(half)
  const imaginary = new Float64Array(half)
  const cosines = Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / size))
  const sines = Float64Array.from({ length: half }, (_, k) => Math.sin((2 * Math.PI * k) / size))
  const places = reversedPlaces(half)

  const transform = () => {
    for (let index = 0; index < half; index++) {
      const other = places[index]
      if (other > index) {
        ;[real[index], real[other]] = [real[other], real[index]]
        ;[imaginary[index], imaginary[other]] = [imaginary[other], imaginary[index]]
      }
    }
    for (let width = 1; width < half; width *= 2) {
      const turn = size / (2 * width)
      for (let start = 0; start < half; start += 2 * width) {
        for (let k = 0; k < width; k++) {
          const low = start + k
          const high = low + width
          const c = cosines[k * turn]
          const s = sines[k * turn]
          const re = real[high] * c + imaginary[high] * s
          const im = imaginary[high] * c - real[high] * s
          real[high] = real[low] - re
          imaginary[high] = imaginary[low] - im
          real[low] += re
          imaginary[low] += im
        }
      }
    }
  }

  return {
    size,
    forward(samples, spectrum) {
      for (let n = 0; n < half; n++) {
        real[n] = samples[2 * n]
        imaginary[n] = samples[2 * n + 1]
      }
      transform()
      for (let k = 0; k <= half; k++) {
        const at = k % half
        const mirror = (half - k) % half
        const evenRe = (real[at] + real[mirror]) / 2
        const evenIm = (imaginary[at] - imaginary[mirror]) / 2
        const oddRe = (imaginary[at] + imaginary[mirror]) / 2
        const oddIm = (real[mirror] - real[at]) / 2
        const c = k === half ? -1 : cosines[k]
        const s = k === half ? 0 : sines[k]
        spectrum[2 * k] = evenRe + oddRe * c + oddIm * s
        spectrum[2 * k + 1] = evenIm + oddIm * c - oddRe * s
      }
    },
    inverse(spectrum, samples) {
      // The conjugate's forward transform is the inverse's conjugate.
      for (let k = 0; k < half; k++) {
        const mirror = half - k
        const evenRe = (spectrum[2 * k] + spectrum[2 * mirror]) / 2
        const evenIm = (spectrum[2 * k + 1] - spectrum[2 * mirror + 1]) / 2
        const turnedRe = (spectrum[2 * k] - spectrum[2 * mirror]) / 2
        const turnedIm = (spectrum[2 * k + 1] + spectrum[2 * mirror + 1]) / 2
        const oddRe = turnedRe * cosines[k] - turnedIm * sines[k]
        const oddIm = turnedRe * sines[k] + turnedIm * cosines[k]
        real[k] = evenRe - oddIm
        imaginary[k] = -(evenIm + oddRe)
      }
      transform()
      for (let n = 0; n < half; n++) {
        samples[2 * n] = real[n] / half
        samples[2 * n + 1] = -imaginary[n] / half
      }
    },
  }
}

function reversedPlaces(count: number): Uint32Array {
  const bitCount = Math.log2(count)
  return Uint32Array.from({ length: count }, (_, index) => {
    let place = 0
    for (let bit = 0; bit < bitCount; bit++) place |= ((index >> bit) & 1) << (bitCount - 1 - bit)
    return place
  })
}
