/** A count with its noun: `1 clip`, `1,284 clips`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}

/** A figure as it stands in a sentence: `-48` → `−48`, with the minus sign in place of the hyphen. */
export function withMinus(figure: string): string {
  return figure.replace('-', '−')
}

/** `a, b, c and 4 more`: names for one sentence. @param mostNames that are spelled out */
export function listNames(names: readonly string[], mostNames = 3): string {
  const moreCount = names.length - mostNames
  return moreCount > 0 ? `${names.slice(0, mostNames).join(', ')} and ${moreCount} more` : names.join(', ')
}
