/**
 * The folders that remain when the common end of two paths is taken away; what both have at their start stays:
 * `X/a/1.wav` and `X/X/a/1.wav` give `X` and `X/X`. The root is `.`.
 * @param a with forward slashes, as `b`
 */
export function differingFolders(a: string, b: string): [string, string] {
  const left = a.split('/')
  const right = b.split('/')
  let sameStart = 0
  while (sameStart < left.length - 1 && left[sameStart] === right[sameStart]) sameStart++
  while (left.length > sameStart && right.length > sameStart && left.at(-1) === right.at(-1)) {
    left.pop()
    right.pop()
  }
  return [left.join('/') || '.', right.join('/') || '.']
}
