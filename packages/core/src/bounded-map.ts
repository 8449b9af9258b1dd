import { requireWhole } from './describe.ts'

/** A map of at most `max` entries: a new one evicts the oldest. Neither `get` nor a second `set` makes an entry younger. */
export class BoundedMap<Key, Value> {
  readonly #max: number
  readonly #entries = new Map<Key, Value>()

  /** @param max - a whole number from 1 */
  constructor(max: number) {
    this.#max = requireWhole('max', max, 1)
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key)
  }

  has(key: Key): boolean {
    return this.#entries.has(key)
  }

  set(key: Key, value: Value): void {
    this.#entries.set(key, value)
    if (this.#entries.size > this.#max) this.#entries.delete(this.#entries.keys().next().value as Key)
  }

  delete(key: Key): boolean {
    return this.#entries.delete(key)
  }

  clear(): void {
    this.#entries.clear()
  }

  keys(): IterableIterator<Key> {
    return this.#entries.keys()
  }

  values(): IterableIterator<Value> {
    return this.#entries.values()
  }
}

/** A set of at most `max` values: a new one evicts the oldest. */
export class BoundedSet<Value> {
  readonly #values: BoundedMap<Value, true>

  /** @param max - a whole number from 1 */
  constructor(max: number) {
    this.#values = new BoundedMap(max)
  }

  get size(): number {
    return this.#values.size
  }

  has(value: Value): boolean {
    return this.#values.has(value)
  }

  /** @returns false where the set has the value already */
  add(value: Value): boolean {
    if (this.#values.has(value)) return false
    this.#values.set(value, true)
    return true
  }

  delete(value: Value): boolean {
    return this.#values.delete(value)
  }

  clear(): void {
    this.#values.clear()
  }
}
