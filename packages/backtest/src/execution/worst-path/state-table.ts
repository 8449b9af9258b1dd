import { Status, type WalkState } from './walk-state.ts'

/**
 * The states that a search has come to. Of two ways into one state the one with less cash is kept, or with more where the
 * search is for the most: what comes after is the same.
 */
export class StateTable {
  size = 0
  readonly #buckets = new Map<number, WalkState[]>()
  readonly #sign: number
  readonly #isMoneyPartOfState: boolean

  /** @param isMoneyPartOfState - sizes depend on cash, so that states with another cash are other states */
  constructor(sign: number, isMoneyPartOfState: boolean) {
    this.#sign = sign
    this.#isMoneyPartOfState = isMoneyPartOfState
  }

  /** Keeps `state`; `false` where a known one is as good. */
  keep(state: WalkState): boolean {
    const hash = this.#hashOf(state)
    const bucket = this.#buckets.get(hash)
    if (bucket === undefined) {
      this.#buckets.set(hash, [state])
      this.size++
      return true
    }
    for (let at = 0; at < bucket.length; at++) {
      const known = bucket[at]!
      if (!this.#isSame(known, state)) continue
      if (known.cash * this.#sign <= state.cash * this.#sign) return false
      known.isBeaten = true
      bucket[at] = state
      return true
    }
    bucket.push(state)
    this.size++
    return true
  }

  #hashOf({ price, visited, status, level, held, cash }: WalkState): number {
    let hash = mix(bitsOf(price), visited)
    for (let at = 0; at < status.length; at++) {
      hash = mix(hash, status[at]!)
      if (isAlive(status[at]!)) hash = mix(hash, bitsOf(level[at]!))
    }
    for (const quantity of held) hash = mix(hash, bitsOf(quantity))
    return this.#isMoneyPartOfState ? mix(hash, bitsOf(cash)) : hash
  }

  #isSame(one: WalkState, other: WalkState): boolean {
    if (one.price !== other.price || one.visited !== other.visited) return false
    for (let at = 0; at < one.status.length; at++) {
      if (one.status[at] !== other.status[at] || one.filled[at] !== other.filled[at]) return false
      if (!isAlive(one.status[at]!)) continue
      if (one.level[at] !== other.level[at] || one.entry[at] !== other.entry[at]) return false
    }
    for (let at = 0; at < one.held.length; at++) if (one.held[at] !== other.held[at]) return false
    if (!this.#isMoneyPartOfState) return true
    return one.cash === other.cash && one.volumeLeft === other.volumeLeft
  }
}

function isAlive(status: Status): boolean {
  return status >= Status.pending && status <= Status.triggered
}

const double = new Float64Array(1)
const halves = new Int32Array(double.buffer)

function bitsOf(value: number): number {
  double[0] = value
  return halves[0]! ^ halves[1]!
}

/** One step of the mixing of MurmurHash3 (Appleby, 2011, public domain). */
function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, 0x85ebca6b)
  return mixed ^ (mixed >>> 13)
}
