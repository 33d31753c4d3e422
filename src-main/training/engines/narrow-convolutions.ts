import { FLOAT, matMulAttributes, type RewriteRule, type RewrittenPage } from './rewrite-recording.ts'
import { ATTRIBUTES, TYPES, type OpAttribute } from './tensorflow-types.ts'

const INTEGER_LISTS: OpAttribute[] = [FLOAT, typeAttribute('Index', TYPES.TF_INT32)]

/**
 * Writes a convolution over one channel, such as the first of a network, as a matrix product: rows of the values under the
 * kernel, times the kernel. TensorFlow's convolutions are made for many channels; with one, and six values under the
 * kernel, the product takes two thirds of the time, and that of the kernel's gradient half of it.
 */
export const narrowConvolutions: RewriteRule = ({ name, attributes, inputIds, outputs: [output] }, page) => {
  if (name !== 'Conv2D' && name !== 'Conv2DBackpropFilter') return false
  const isForward = name === 'Conv2D'
  const [values, filter] = inputIds
  const filterShape = isForward ? page.shapeOf(filter) : output.shape
  const [rowCount, height, length, channelCount] = page.shapeOf(values)
  const [filterHeight, width, , filterCount] = filterShape
  const padding = paddingOf(attributes, width)
  if (height !== 1 || filterHeight !== 1 || channelCount !== 1 || !padding || !hasUnitSteps(attributes))
    return false
  const outputLength = length + padding.before + padding.after - width + 1
  const windows = windowsOf(page, values, { rowCount, length, width, outputLength, ...padding })
  if (isForward) {
    const kernel = page.reshape(filter, [width, filterCount])
    const product = page.make(
      'MatMul',
      matMulAttributes(),
      [windows, kernel],
      [rowCount * outputLength, filterCount],
    )
    page.reshape(product, output)
  } else {
    const gradient = page.reshape(inputIds[2], [rowCount * outputLength, filterCount])
    const options = matMulAttributes({ transposeA: true })
    page.reshape(page.make('MatMul', options, [windows, gradient], [width, filterCount]), output)
  }
  return true
}

interface Windows {
  rowCount: number
  length: number
  width: number
  outputLength: number
  before: number
  after: number
}

/** Values under the kernel, [rowCount · outputLength × width]; written twice where asked twice: TensorFlow merges equals. */
function windowsOf(page: RewrittenPage, values: number, sizes: Windows): number {
  const { rowCount, length, width, outputLength, before, after } = sizes
  const rows = page.reshape(values, [rowCount, length])
  const padded = page.make(
    'Pad',
    [FLOAT, typeAttribute('Tpaddings', TYPES.TF_INT32)],
    [rows, page.integers([0, 0, before, after], [2, 2])],
    [rowCount, before + length + after],
  )
  const shifted = Array.from({ length: width }, (_, start) =>
    page.make(
      'Slice',
      INTEGER_LISTS,
      [padded, page.integers([0, start]), page.integers([rowCount, outputLength])],
      [rowCount, outputLength],
    ),
  )
  const pack: OpAttribute[] = [
    FLOAT,
    { name: 'N', type: ATTRIBUTES.TF_ATTR_INT, value: width },
    { name: 'axis', type: ATTRIBUTES.TF_ATTR_INT, value: 2 },
  ]
  const stacked = page.make('Pack', pack, shifted, [rowCount, outputLength, width])
  return page.reshape(stacked, [rowCount * outputLength, width])
}

/** Zeros before and after, as TensorFlow pads; undefined where it is told otherwise. */
function paddingOf(attributes: readonly OpAttribute[], width: number) {
  switch (attributes.find(({ name }) => name === 'padding')?.value) {
    case 'VALID':
      return { before: 0, after: 0 }
    case 'SAME':
      return { before: Math.floor((width - 1) / 2), after: Math.ceil((width - 1) / 2) }
    default:
      return undefined
  }
}

function hasUnitSteps(attributes: readonly OpAttribute[]): boolean {
  return attributes
    .filter(({ name }) => name === 'strides' || name === 'dilations')
    .every(({ value }) => (value as number[]).every((step) => step === 1))
}

function typeAttribute(name: string, value: number): OpAttribute {
  return { name, type: ATTRIBUTES.TF_ATTR_TYPE, value }
}
