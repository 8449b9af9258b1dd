/** Best first, whole numbers: price in ticks of 0.1, quantity in units of 0.00000001. */
export type SourceLevel = { readonly ticks: number; readonly units: number }

export type SourceVersion = {
  readonly changeSet: number
  readonly asks: readonly SourceLevel[]
  readonly bids: readonly SourceLevel[]
}

const WINDOW = 100
const DEPTH = 130
const TICK_DIGITS = 1
const UNIT_DIGITS = 8

/**
 * An exchange's book that changes at random, deeper than the window of 100 levels that it shows: a level that enters the window
 * pushes the farthest one out. It shares no code with the copy that is tested: whole numbers, sorted anew at each step.
 */
export class SourceBook {
  readonly symbol: string
  readonly #random: () => number
  readonly #asks = new Map<number, number>()
  readonly #bids = new Map<number, number>()
  #middle = 50_000
  #version: SourceVersion

  constructor(symbol: string, random: () => number, changeSet = 1000) {
    this.symbol = symbol
    this.#random = random
    this.#refill()
    this.#version = this.#window(changeSet)
  }

  get version(): SourceVersion {
    return this.#version
  }

  /** Changes the book and gives the text of the difference. */
  step(): string {
    const before = this.#version
    const changes = 1 + Math.floor(this.#random() * 4)
    for (let index = 0; index < changes; index++) this.#changeOne()
    if (this.#random() < 0.02) this.#move()
    this.#refill()
    this.#version = this.#window(before.changeSet + 1)
    const asks = differences(before.asks, this.#version.asks)
    const bids = differences(before.bids, this.#version.bids)
    return `[432,{"CS":${this.#version.changeSet},"PS":"${this.symbol}","AO":[${asks}],"BO":[${bids}],${this.#tail(432)}`
  }

  /** The text of a snapshot. */
  snapshot(version: SourceVersion = this.#version): string {
    const side = (levels: readonly SourceLevel[]): string =>
      levels.map(({ ticks, units }) => `{"A":"${quantityText(units)}","P":"${priceText(ticks)}"}`).join(',')
    const { changeSet, asks, bids } = version
    return `[431,{"CS":${changeSet},"PS":"${this.symbol}","AO":[${side(asks)}],"BO":[${side(bids)}],${this.#tail(431)}`
  }

  #tail(type: number): string {
    return `"channel":"obdiff","event":"${this.symbol}","type":${type}}]`
  }

  #changeOne(): void {
    const isAsk = this.#random() < 0.5
    const side = isAsk ? this.#asks : this.#bids
    const distance = 1 + Math.floor(this.#random() ** 2 * 140)
    const ticks = isAsk ? this.#middle + distance : this.#middle - distance
    if (this.#random() < 0.35) side.delete(ticks)
    else side.set(ticks, this.#units())
  }

  /** The market moves: what it runs over is gone. */
  #move(): void {
    this.#middle = Math.max(1000, this.#middle + Math.floor(this.#random() * 7) - 3)
    for (const ticks of this.#asks.keys()) if (ticks <= this.#middle) this.#asks.delete(ticks)
    for (const ticks of this.#bids.keys()) if (ticks >= this.#middle) this.#bids.delete(ticks)
  }

  #refill(): void {
    for (const [side, direction] of [
      [this.#asks, 1],
      [this.#bids, -1],
    ] as const) {
      const levels = [...side.keys()].sort((a, b) => (a - b) * direction)
      for (const ticks of levels.slice(DEPTH)) side.delete(ticks)
      let farthest = levels.at(-1) ?? this.#middle
      while (side.size < WINDOW + 5) {
        farthest += direction * (1 + Math.floor(this.#random() * 3))
        side.set(farthest, this.#units())
      }
    }
  }

  #units(): number {
    return 1 + Math.floor(this.#random() * 300_000_000)
  }

  #window(changeSet: number): SourceVersion {
    const best = (side: ReadonlyMap<number, number>, direction: 1 | -1): SourceLevel[] =>
      [...side.entries()]
        .sort(([a], [b]) => (a - b) * direction)
        .slice(0, WINDOW)
        .map(([ticks, units]) => ({ ticks, units }))
    return { changeSet, asks: best(this.#asks, 1), bids: best(this.#bids, -1) }
  }
}

export function priceText(ticks: number): string {
  return scaled(ticks, TICK_DIGITS)
}

export function quantityText(units: number): string {
  return scaled(units, UNIT_DIGITS)
}

function scaled(value: number, digits: number): string {
  const text = String(value).padStart(digits + 1, '0')
  const fraction = text.slice(-digits).replace(/0+$/, '')
  return fraction === '' ? text.slice(0, -digits) : `${text.slice(0, -digits)}.${fraction}`
}

function differences(before: readonly SourceLevel[], after: readonly SourceLevel[]): string {
  const old = new Map(before.map(({ ticks, units }) => [ticks, units]))
  const kept = new Set(after.map(({ ticks }) => ticks))
  const entry = (kind: number, { ticks, units }: SourceLevel): string =>
    `{"CP":${kind},"P":"${priceText(ticks)}","A":"${quantityText(units)}"}`
  const set = after.filter(({ ticks, units }) => old.get(ticks) !== units)
  const gone = before.filter(({ ticks }) => !kept.has(ticks))
  return [
    ...set.map((level) => entry(old.has(level.ticks) ? 0 : 1, level)),
    ...gone.map((level) => entry(3, level)),
  ].join(',')
}
