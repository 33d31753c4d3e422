/** Who reads stdout may have enough of it, as `head` has: then there is nothing left to do. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
}

/** The one JSON document on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

export function printLine(text = ''): void {
  process.stdout.write(`${text}\n`)
}

/** Columns under each other; numbers to the right. */
export function printTable(header: string[], rows: (string | number)[][]): void {
  const cells = [header, ...rows.map((row) => row.map(String))]
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column].length)))
  const isNumeric = header.map((_, column) => rows.length > 0 && rows.every((row) => isNumber(row[column])))
  for (const row of cells) {
    const line = row.map((cell, column) =>
      isNumeric[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
    )
    printLine(line.join('  ').trimEnd())
  }
}

function isNumber(cell: string | number): boolean {
  return typeof cell === 'number' || /^[\d.,%–-]+$/.test(cell)
}

/** 0.6132 → `61.3 %` */
export function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(1)} %`
}

/** One line on stderr that renews itself on a terminal; elsewhere a line now and then. */
export function createProgressLine(stream: NodeJS.WriteStream = process.stderr) {
  const GAP_MS = stream.isTTY ? 100 : 5000
  let lastAt = 0
  let isOpen = false
  return {
    show(text: string, isLast = false) {
      const now = Date.now()
      if (!isLast && now - lastAt < GAP_MS) return
      lastAt = now
      if (!stream.isTTY) {
        stream.write(`${text}\n`)
        return
      }
      stream.write(`\r\x1b[2K${text.slice(0, (stream.columns ?? 80) - 1)}`)
      isOpen = true
    },
    end() {
      if (isOpen) stream.write('\r\x1b[2K')
      isOpen = false
    },
  }
}

/** Such as `3 min 20 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
