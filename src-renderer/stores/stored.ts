const PREFIX = 'emotone.'

/** A setting kept in this browser; `fallback` where there is none, or where it cannot be read. */
export function readStored<Value>(name: string, fallback: Value): Value {
  try {
    const text = localStorage.getItem(PREFIX + name)
    return text === null ? fallback : (JSON.parse(text) as Value)
  } catch {
    // storage may be refused (private window) or hold another version's text: the default is safe
    return fallback
  }
}

/** Keeps a setting in this browser, where the browser lets it. */
export function writeStored(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value))
  } catch {
    // full or refused storage: the setting lasts until the page is closed
  }
}
