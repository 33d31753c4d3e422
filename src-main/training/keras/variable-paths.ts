/**
 * Where Keras keeps the variables of each layer in model.weights.h5: by class, counted, whatever the layers' names
 * (keras/src/saving/saving_lib.py, `_save_container_state`).
 * @param classNames of all layers behind the input
 */
export function variablePaths(classNames: readonly string[]): string[] {
  const counts = new Map<string, number>()
  return classNames.map((className) => {
    const name = snakeCase(className)
    const count = counts.get(name) ?? 0
    counts.set(name, count + 1)
    return `layers/${count === 0 ? name : `${name}_${count}`}`
  })
}

/** `AveragePooling1D` → `average_pooling1d` (keras/src/utils/naming.py, `to_snake_case`). */
export function snakeCase(className: string): string {
  return className
    .replaceAll(/\W+/g, '')
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
}
