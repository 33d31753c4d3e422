/** A command was called in a wrong way: exit code 2. */
export class UsageError extends Error {}

/** Reads an option that must be a whole number within bounds. */
export function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new UsageError(`${name} ${text} must be a whole number from ${least} to ${most}`)
  }
  return value
}

/** Reads an option that must be one of some words. */
export function oneOf<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text)
  if (found === undefined) throw new UsageError(`${name} ${text} must be one of ${words.join(', ')}`)
  return found
}
