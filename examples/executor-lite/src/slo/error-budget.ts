const SLOT_MS = 300_000
const SLOTS = 288

/** A day. */
export const BUDGET_WINDOW_MS: number = SLOT_MS * SLOTS

type Slot = { at: number; total: number; bad: number }

/** Counts good and bad events over the last day, in 288 slots of five minutes. */
export class ErrorBudget {
  readonly #objective: number
  readonly #monotonicNow: () => number
  readonly #slots: readonly Slot[] = Array.from({ length: SLOTS }, () => ({ at: -1, total: 0, bad: 0 }))

  /**
   * @param objective - the share that has to be good, above 0 and below 1
   * @param monotonicNow - milliseconds of a monotonic clock
   */
  constructor(objective: number, monotonicNow: () => number) {
    this.#objective = objective
    this.#monotonicNow = monotonicNow
  }

  add(good: boolean): void {
    const at = Math.floor(this.#monotonicNow() / SLOT_MS)
    const slot = this.#slots[at % SLOTS] ?? { at, total: 0, bad: 0 }
    if (slot.at !== at) Object.assign(slot, { at, total: 0, bad: 0 })
    slot.total++
    if (!good) slot.bad++
  }

  report(): BudgetReport {
    const oldest = Math.floor(this.#monotonicNow() / SLOT_MS) - SLOTS
    let [total, bad] = [0, 0]
    for (const slot of this.#slots) {
      if (slot.at <= oldest) continue
      total += slot.total
      bad += slot.bad
    }
    const allowed = total * (1 - this.#objective)
    return { objective: this.#objective, total, bad, budgetLeft: total === 0 ? null : 1 - bad / allowed }
  }
}

export type BudgetReport = {
  readonly objective: number
  readonly total: number
  readonly bad: number
  /** 1: nothing is used; 0: all of it; below 0: the objective is missed. `null` while nothing happened. */
  readonly budgetLeft: number | null
}
