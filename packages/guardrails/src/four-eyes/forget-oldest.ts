/** All that are open, and of the others the last `limit`. Oldest first, as given. */
export function forgetOldest<Item>(
  items: readonly Item[],
  isOpen: (item: Item) => boolean,
  limit: number,
): readonly Item[] {
  let surplus = items.filter((item) => !isOpen(item)).length - limit
  return items.filter((item) => isOpen(item) || surplus-- <= 0)
}
