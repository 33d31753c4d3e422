import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { featureSetFolder, openFeatureCache, readFeatureRows } from '#main/features/feature-cache.ts'
import { featureSetKey, SEED_FEATURES, type FeatureSettings } from '#main/features/feature-settings.ts'

const SETTINGS: FeatureSettings = { ...SEED_FEATURES, coefficientCount: 3, variantCount: 1 }
const rows = (first: number) => Float32Array.of(first, first + 1, first + 2)
let root: string

beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'emotone-features-'))))
afterEach(() => rmSync(root, { recursive: true }))

const folder = () => featureSetFolder(root, featureSetKey(SETTINGS))
const shards = () => readdirSync(folder()).filter((name) => name.endsWith('.npy'))

function store(...hashes: string[]): void {
  const cache = openFeatureCache(root, SETTINGS)
  hashes.forEach((hash, index) => cache.append(hash, rows(index * 10)))
  cache.close()
}

describe('the feature cache', () => {
  it('gives back what was stored, at once and after opening again', () => {
    const cache = openFeatureCache(root, SETTINGS)
    cache.append('aa', rows(1))
    expect(cache.has('aa')).toBe(true)
    expect(cache.read('aa')).toEqual(rows(1))
    expect(cache.read('bb')).toBeNull()
    cache.close()

    const again = openFeatureCache(root, SETTINGS)
    expect(again.read('aa')).toEqual(rows(1))
    again.append('bb@0-1.5', rows(4))
    again.close()
    expect(readFeatureRows(folder(), ['bb@0-1.5', 'cc', 'aa'])).toEqual(
      new Map([
        ['bb@0-1.5', rows(4)],
        ['aa', rows(1)],
      ]),
    )
  })

  it('keeps the first rows of a clip', () => {
    store('aa', 'aa')
    expect(readFeatureRows(folder(), ['aa']).get('aa')).toEqual(rows(0))
  })

  it('lets two writers and a reader work at a time', () => {
    const [one, other] = [openFeatureCache(root, SETTINGS), openFeatureCache(root, SETTINGS)]
    one.append('aa', rows(1))
    other.append('bb', rows(2))
    one.append('cc', rows(3))
    expect([...readFeatureRows(folder(), ['aa', 'bb', 'cc']).values()]).toEqual([rows(1), rows(2), rows(3)])
    one.close()
    other.close()
  })

  it('keeps feature sets of other settings apart', () => {
    store('aa')
    const other = openFeatureCache(root, { ...SETTINGS, hopSamples: 256 })
    expect(other.has('aa')).toBe(false)
    other.close()
  })

  it('writes files that NumPy reads', () => {
    store('aa', 'bb')
    const bytes = readFileSync(join(folder(), shards()[0]))
    expect([...bytes.subarray(0, 10)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0])
    expect(bytes.subarray(10, 128).toString()).toMatch(
      /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2, 1, 3,\), \} +\n$/,
    )
    expect(bytes.length).toBe(128 + 2 * 3 * 4)
  })

  it('passes over what a killed writer left half done, and goes on', () => {
    store('aa', 'bb')
    appendFileSync(join(folder(), 'index.txt'), 'cc rows-12')
    store('dd')
    expect([...readFeatureRows(folder(), ['aa', 'bb', 'cc', 'dd']).keys()]).toEqual(['aa', 'bb', 'dd'])
  })

  it('passes over clips whose rows the disk lost', () => {
    store('aa', 'bb')
    truncateSync(join(folder(), shards()[0]), 128 + 3 * 4 + 5)
    expect([...readFeatureRows(folder(), ['aa', 'bb']).keys()]).toEqual(['aa'])
    const cache = openFeatureCache(root, SETTINGS)
    expect(cache.has('bb')).toBe(false)
    cache.append('bb', rows(7))
    expect(cache.read('bb')).toEqual(rows(7))
    cache.close()
  })

  it('does not follow an index out of its folder', () => {
    store('aa')
    writeFileSync(join(root, 'rows-x.npy'), Buffer.alloc(1000))
    appendFileSync(join(folder(), 'index.txt'), 'ee ../rows-x.npy 0\n')
    expect(readFeatureRows(folder(), ['ee']).size).toBe(0)
  })

  it('refuses rows of another length, and a folder without features', () => {
    const cache = openFeatureCache(root, SETTINGS)
    expect(() => cache.append('aa', Float32Array.of(1))).toThrow(/there must be 3/)
    expect(() => cache.append('a a', rows(1))).toThrow(/without spaces/)
    cache.close()
    expect(() => readFeatureRows(join(root, 'nothing'), ['aa'])).toThrow(/must be extracted first/)
  })
})

describe('featureSetKey', () => {
  it('names every setting that changes a number', () => {
    expect(featureSetKey(SEED_FEATURES)).toBe('mfcc58-22050hz-0.5s-3s-fft2048-hop512-mel128-x7-seed1')
  })

  it('leaves the seed out where there is no chance', () => {
    const settings: FeatureSettings = { ...SEED_FEATURES, variantCount: 1 }
    expect(featureSetKey({ ...settings, seed: 5 })).toBe(featureSetKey({ ...settings, seed: 6 }))
  })
})
