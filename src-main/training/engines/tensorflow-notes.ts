const NOTE = /^(I\d{4} |WARNING: All log messages before absl|To enable the following instructions)/

/** Whether a line of stderr is what TensorFlow says on every start, whatever its log level: no news for a run's log. */
export function isTensorflowNote(line: string): boolean {
  return NOTE.test(line)
}
