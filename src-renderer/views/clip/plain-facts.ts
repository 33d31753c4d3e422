interface Fact {
  name: string
  value: string
}

/** Codes of a file name that say once more what stands above them in words. */
const CODES: Readonly<Record<string, string>> = {
  'emotion code': 'emotion',
  'text code': 'text',
  'sentence number': 'sentence',
  sentence: 'sentence',
  statement: 'statement',
  level: 'level',
}
/** What a code looks like, where words may stand as well. */
const CODE = /^([A-Z]{1,4}|[a-z]\d*|\d+)$/

/** Facts of a corpus to be read: codes of the file name stand together in one line, behind what is said in words. */
export function plainFacts(facts: readonly Fact[]): Fact[] {
  const isCode = ({ name, value }: Fact): boolean => Object.hasOwn(CODES, name) && CODE.test(value)
  const codes = facts.filter(isCode).map(({ name, value }) => `${CODES[name]} ${value}`)
  const others = facts.filter((fact) => !isCode(fact))
  return codes.length === 0 ? others : [...others, { name: 'codes in the name', value: codes.join(', ') }]
}
