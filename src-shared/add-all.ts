/** Adds items to the end of an array, however many: `push(...items)` fails from some hundred thousand on. */
export function addAll<Item>(to: Item[], items: Iterable<Item>): void {
  for (const item of items) to.push(item)
}
