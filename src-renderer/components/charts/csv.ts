/** One cell of a CSV file as RFC 4180 wants it. Null is empty. */
function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
}

/** Head and rows as the text of a CSV file (RFC 4180, line ends CRLF). */
export function csvText(
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  return [head, ...rows].map((row) => row.map(csvCell).join(',') + '\r\n').join('')
}
