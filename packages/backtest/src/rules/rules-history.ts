import type { DatedRules, MarketRules, RulesEntry } from './market-rules.ts'

/** {@link DatedRules} that remember where they were asked last. */
export class RulesHistory implements DatedRules {
  readonly entries: readonly RulesEntry[]
  #current = 0

  /** @param entries - rising in time, the first from −Infinity */
  constructor(entries: readonly RulesEntry[]) {
    this.entries = entries
  }

  at(time: number): MarketRules {
    const { entries } = this
    while (this.#current > 0 && entries[this.#current]!.from > time) this.#current--
    while (this.#current + 1 < entries.length && entries[this.#current + 1]!.from <= time) this.#current++
    return entries[this.#current]!.rules
  }
}
