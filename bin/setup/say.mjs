// What the set-up tells a person goes to stderr: stdout belongs to the command's own answer.

/** @param {string} text one line */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** Ends with exit code 1 and a message that a person can act on. @param {unknown} error */
export function fail(error) {
  say(error instanceof SetupError ? `emotone: ${error.message}` : `emotone: ${error?.stack ?? error}`)
  process.exitCode = 1
}

/** An expected failure of the set-up; the message says what to do. */
export class SetupError extends Error {}
