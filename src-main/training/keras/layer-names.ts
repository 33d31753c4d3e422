/** What the name of the last layer begins with where it carries the labels. */
const PREFIX = 'labels_'

/**
 * The labels as the name of a layer, such as `labels_angry_very.20sad`. Keras throws away what it does not know when it
 * saves a model again, but keeps names; a name may hold letters, digits, `_`, `-`, `.` (TensorFlow's rule for scopes).
 */
export function nameOfLabels(labels: readonly string[]): string {
  return PREFIX + labels.map(escaped).join('_')
}

/** @returns null where the name is not one made by `nameOfLabels` */
export function labelsOfName(name: string): string[] | null {
  if (!name.startsWith(PREFIX)) return null
  try {
    return name
      .slice(PREFIX.length)
      .split('_')
      .map((word) => decodeURIComponent(word.replaceAll('.', '%')))
  } catch {
    return null // a dot of somebody else's
  }
}

function escaped(label: string): string {
  return label.replaceAll(/[^A-Za-z0-9-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `.${byte.toString(16).padStart(2, '0')}`).join(''),
  )
}
