/** What an item of a heap needs. */
export interface HeapItem {
  /** Where the heap keeps the item; −1 while it is in none. Starts as −1 and is written by the heap only. */
  heapIndex: number
}

/** Which levels come first: `rising` the lowest, which a rising price touches first; `falling` the highest. */
export type HeapDirection = 'rising' | 'falling'

const FIRST_CAPACITY = 16

/**
 * Resting orders by price level, for one side of the market, so that a candle looks only at orders that its prices reach.
 *
 * A binary heap: the first item is known at once, adding and removing one of n costs log n. Items of one level come by
 * ascending sequence. An item is in one heap at a time.
 */
export class OrderHeap<T extends HeapItem> {
  /**
   * Level of the first item; +Infinity (`rising`) or −Infinity (`falling`) when there is none, which no price reaches. To be
   * read only; a plain field, since the loop over the candles reads it at every one.
   */
  top: number
  /** +1 or −1: the heap orders by level × sign, so that the first item always has the least. */
  readonly #sign: 1 | -1
  #keys = new Float64Array(FIRST_CAPACITY)
  #sequences = new Float64Array(FIRST_CAPACITY)
  readonly #items: T[] = []

  constructor(direction: HeapDirection) {
    this.#sign = direction === 'rising' ? 1 : -1
    this.top = this.#sign * Number.POSITIVE_INFINITY
  }

  get length(): number {
    return this.#items.length
  }

  /** The first item, which stays; `undefined` when there is none. */
  peek(): T | undefined {
    return this.#items[0]
  }

  /**
   * Adds an item that is in no heap.
   *
   * @param level - a finite price
   * @param sequence - unique among the items of the heap; of two items at one level the lower comes first
   */
  push(item: T, level: number, sequence: number): void {
    const slot = this.#items.length
    if (slot === this.#keys.length) this.#grow()
    this.#items.push(item)
    this.#rise(slot, item, level * this.#sign, sequence)
    this.#readTop()
  }

  /** Takes the first item out and returns it; `undefined` when there is none. */
  pop(): T | undefined {
    const first = this.#items[0]
    if (first !== undefined) this.#removeAt(0)
    return first
  }

  /** Takes an item out, wherever it stands. Returns whether it was in. */
  remove(item: T): boolean {
    const slot = item.heapIndex
    if (slot < 0 || this.#items[slot] !== item) return false
    this.#removeAt(slot)
    return true
  }

  /** Adds to `found` the items whose level comes before `level` or is it, in no particular order. */
  collect(level: number, found: T[], slot = 0): void {
    if (slot >= this.#items.length || this.#keys[slot]! > level * this.#sign) return
    found.push(this.#items[slot]!)
    this.collect(level, found, 2 * slot + 1)
    this.collect(level, found, 2 * slot + 2)
  }

  /** In no particular order. The heap must not change meanwhile. */
  [Symbol.iterator](): Iterator<T> {
    return this.#items.values()
  }

  #removeAt(slot: number): void {
    const items = this.#items
    items[slot]!.heapIndex = -1
    const last = items.pop()!
    const count = items.length
    // The last item takes the place that became free, and moves from there to where it belongs.
    if (slot < count) {
      const key = this.#keys[count]!
      const sequence = this.#sequences[count]!
      if (slot > 0 && this.#isBefore(key, sequence, (slot - 1) >> 1)) this.#rise(slot, last, key, sequence)
      else this.#sink(slot, last, key, sequence)
    }
    this.#readTop()
  }

  /** Puts an item at `slot` or above it, moving what comes after it down. */
  #rise(slot: number, item: T, key: number, sequence: number): void {
    let at = slot
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#isBefore(key, sequence, parent)) break
      this.#move(parent, at)
      at = parent
    }
    this.#put(at, item, key, sequence)
  }

  /** Puts an item at `slot` or below it, moving what comes before it up. */
  #sink(slot: number, item: T, key: number, sequence: number): void {
    const count = this.#items.length
    let at = slot
    let child = 2 * at + 1
    while (child < count) {
      const right = child + 1
      if (right < count && this.#isBefore(this.#keys[right]!, this.#sequences[right]!, child)) child = right
      if (this.#isBefore(key, sequence, child)) break
      this.#move(child, at)
      at = child
      child = 2 * at + 1
    }
    this.#put(at, item, key, sequence)
  }

  #isBefore(key: number, sequence: number, slot: number): boolean {
    const other = this.#keys[slot]!
    return key < other || (key === other && sequence < this.#sequences[slot]!)
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#items[from]!, this.#keys[from]!, this.#sequences[from]!)
  }

  #put(slot: number, item: T, key: number, sequence: number): void {
    this.#keys[slot] = key
    this.#sequences[slot] = sequence
    this.#items[slot] = item
    item.heapIndex = slot
  }

  #readTop(): void {
    this.top = this.#sign * (this.#items.length === 0 ? Number.POSITIVE_INFINITY : this.#keys[0]!)
  }

  #grow(): void {
    const keys = new Float64Array(this.#keys.length * 2)
    keys.set(this.#keys)
    this.#keys = keys
    const sequences = new Float64Array(keys.length)
    sequences.set(this.#sequences)
    this.#sequences = sequences
  }
}
