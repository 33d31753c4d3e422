/**
 * What a Python package asks for under one of its extras: the specifiers of `Requires-Dist: NAME SPECIFIER; extra == "…"`
 * in its METADATA (Python packaging, core metadata 2.1), such as `nvidia-cublas-cu12<13.0,>=12.5.3.2`.
 * @param metadata text of the METADATA file
 * @returns in the order of the file
 */
export function requirementsOf(metadata: string, extra: string): string[] {
  return metadata.split('\n').flatMap((line) => {
    const [, specifier, marker] = /^Requires-Dist:\s*([^;]+?)\s*;\s*(.+?)\s*$/.exec(line) ?? []
    return marker === `extra == "${extra}"` || marker === `extra == '${extra}'` ? [specifier] : []
  })
}
