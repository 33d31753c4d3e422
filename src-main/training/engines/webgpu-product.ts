import type * as tf from '@tensorflow/tfjs-core'
import { inARow, type ProgramRunner, type WebgpuProgram, type WebgpuUniform } from './webgpu-program.ts'

/**
 * How a tensor is read as a matrix whose rows may overlap: row r begins `(r / rowsInBlock) · blockStride + (r %
 * rowsInBlock) · rowStride` numbers into it. The windows under a filter that moves along a padded [block × position ×
 * channel] tensor are such rows, so a convolution is a product of matrices without anything being copied.
 */
export interface Rows {
  rowCount: number
  /** Numbers in a row. */
  width: number
  rowsInBlock: number
  blockStride: number
  rowStride: number
}

/** The rows of a common matrix. */
export function plainRows(rowCount: number, width: number): Rows {
  return { rowCount, width, rowsInBlock: rowCount, blockStride: 0, rowStride: width }
}

/** Rows of the result that one invocation computes: what it reads of `right` serves all of them. */
const ROWS_EACH = 8

/** left [rowCount × width] · right [width × columnCount] */
export function product(
  runner: ProgramRunner,
  left: tf.TensorInfo,
  rows: Rows,
  right: tf.TensorInfo,
  columnCount: number,
): tf.TensorInfo {
  return run(runner, 'product', left, rows, right, [rows.rowCount, columnCount], productShader)
}

/** leftᵀ [width × rowCount] · right [rowCount × columnCount] */
export function transposedProduct(
  runner: ProgramRunner,
  left: tf.TensorInfo,
  rows: Rows,
  right: tf.TensorInfo,
  columnCount: number,
): tf.TensorInfo {
  return run(runner, 'transposedProduct', left, rows, right, [rows.width, columnCount], transposedShader)
}

/** Numbers read at once of each side, 1 or 4. */
interface Components {
  left: 1 | 4
  right: 1 | 4
}

function run(
  runner: ProgramRunner,
  name: string,
  left: tf.TensorInfo,
  rows: Rows,
  right: tf.TensorInfo,
  outputShape: [number, number],
  shader: (components: Components) => string,
): tf.TensorInfo {
  const [outRows, columnCount] = outputShape
  const components: Components = {
    left: [rows.width, rows.blockStride, rows.rowStride].every((step) => step % 4 === 0) ? 4 : 1,
    right: columnCount % 4 === 0 ? 4 : 1,
  }
  const invocationCount = Math.ceil(outRows / ROWS_EACH) * (columnCount / components.right)
  const program: WebgpuProgram = {
    ...inARow(outputShape, invocationCount),
    variableNames: ['a', 'b'],
    variableComponents: [components.left, components.right],
    outputComponent: components.right,
    uniforms:
      'rowCount : i32, width : i32, columnCount : i32, blockRows : i32, blockStep : i32, rowStep : i32,',
    shaderKey: `${name}_${components.left}_${components.right}`,
    getUserCode: () => shader(components),
  }
  const uniforms: WebgpuUniform[] = [
    rows.rowCount,
    rows.width / components.left,
    columnCount / components.right,
    rows.rowsInBlock,
    rows.blockStride / components.left,
    rows.rowStride / components.left,
  ].map((value) => ({ type: 'int32', data: [value] }))
  return runner.runWebGPUProgram(program, [left, right], 'float32', uniforms)
}

const each = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n')
const vector = (components: 1 | 4) => (components === 4 ? 'vec4<f32>' : 'f32')
const part = (name: string, components: 1 | 4, index: number) =>
  components === 4 ? `${name}[${index}]` : name

/** Sums stay in registers; no memory is shared, so no invocation waits for another. */
function productShader({ left, right }: Components): string {
  return `
  fn rowStart(row : i32) -> i32 {
    let known = min(row, uniforms.rowCount - 1);
    return known / uniforms.blockRows * uniforms.blockStep + known % uniforms.blockRows * uniforms.rowStep;
  }

  fn main(index : i32) {
    let column = index % uniforms.columnCount;
    let first = index / uniforms.columnCount * ${ROWS_EACH};
    if (first >= uniforms.rowCount) {
      return;
    }
    ${each(ROWS_EACH, (row) => `let start${row} = rowStart(first + ${row}); var sum${row} = ${vector(right)}(0.0);`)}
    for (var k = 0; k < uniforms.width; k++) {
      let under = k * ${left} * uniforms.columnCount + column;
      ${each(left, (index) => `let b${index} = b[under + ${index} * uniforms.columnCount];`)}
      ${each(ROWS_EACH, (row) => {
        const terms = each(left, (index) => `sum${row} += ${part(`a${row}`, left, index)} * b${index};`)
        return `let a${row} = a[start${row} + k]; ${terms}`
      })}
    }
    ${each(ROWS_EACH, (row) => `if (first + ${row} < uniforms.rowCount) { result[(first + ${row}) * uniforms.columnCount + column] = sum${row}; }`)}
  }
  `
}

function transposedShader({ left, right }: Components): string {
  const loads = ROWS_EACH / left
  return `
  fn main(index : i32) {
    let column = index % uniforms.columnCount;
    let first = index / uniforms.columnCount * ${loads};
    if (first >= uniforms.width) {
      return;
    }
    ${each(loads, (load) => `let at${load} = min(first + ${load}, uniforms.width - 1);`)}
    ${each(ROWS_EACH, (row) => `var sum${row} = ${vector(right)}(0.0);`)}
    var row = 0;
    for (var blockStart = 0; row < uniforms.rowCount; blockStart += uniforms.blockStep) {
      for (var inBlock = 0; inBlock < uniforms.blockRows; inBlock++) {
        let start = blockStart + inBlock * uniforms.rowStep;
        let under = b[row * uniforms.columnCount + column];
        ${each(loads, (load) => {
          const sums = each(
            left,
            (index) => `sum${load * left + index} += ${part(`a${load}`, left, index)} * under;`,
          )
          return `let a${load} = a[start + at${load}]; ${sums}`
        })}
        row++;
      }
    }
    ${each(ROWS_EACH, (row) => {
      const load = Math.floor(row / left)
      const target = `((first + ${load}) * ${left} + ${row % left}) * uniforms.columnCount + column`
      return `if (first + ${load} < uniforms.width) { result[${target}] = sum${row}; }`
    })}
  }
  `
}
