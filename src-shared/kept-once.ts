/** The first of all equal texts that came: of many rows with few different texts, each comes with copies of its own. */
export function keptOnce(texts: Map<string, string>, text: string): string {
  const known = texts.get(text)
  if (known !== undefined) return known
  texts.set(text, text)
  return text
}
