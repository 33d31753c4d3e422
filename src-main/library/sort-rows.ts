/**
 * Rows in the order of the ranks of their codes, equal ones as they stand: each rank is counted, then each row is put in
 * its place.
 * @param codes by row @param ranks by code, from 0 @returns [rowCount]
 */
export function sortByRanks(codes: Uint32Array, ranks: readonly number[], rowCount: number): Uint32Array {
  const places = new Uint32Array(ranks.reduce((most, rank) => Math.max(most, rank), 0) + 2)
  const rankOf = Uint32Array.from(ranks)
  for (let row = 0; row < rowCount; row++) places[rankOf[codes[row]] + 1]++
  for (let rank = 1; rank < places.length; rank++) places[rank] += places[rank - 1]
  const rows = new Uint32Array(rowCount)
  for (let row = 0; row < rowCount; row++) rows[places[rankOf[codes[row]]]++] = row
  return rows
}

const DIGIT_BITS = 16
const DIGITS = 2 ** DIGIT_BITS

/**
 * Rows in the order of their numbers, equal ones as they stand: a radix sort, because the bits of floating-point
 * numbers that are not negative have the order of the numbers.
 * @param numbers by row, not negative @returns [rowCount]
 */
export function sortByNumbers(numbers: Float64Array, rowCount: number): Uint32Array {
  const digits = new Uint16Array(numbers.slice(0, rowCount).buffer)
  const digitCount = digits.length / Math.max(1, rowCount)
  let rows = Uint32Array.from({ length: rowCount }, (_, row) => row)
  let sorted = new Uint32Array(rowCount)
  for (let digit = 0; digit < digitCount; digit++) {
    // typed arrays lie in memory as the machine has them: the lowest digit is first on all that Node runs on
    const places = new Uint32Array(DIGITS + 1)
    for (let row = 0; row < rowCount; row++) places[digits[row * digitCount + digit] + 1]++
    for (let value = 1; value < DIGITS; value++) places[value] += places[value - 1]
    for (let place = 0; place < rowCount; place++) {
      const row = rows[place]
      sorted[places[digits[row * digitCount + digit]]++] = row
    }
    ;[rows, sorted] = [sorted, rows]
  }
  return rows
}
