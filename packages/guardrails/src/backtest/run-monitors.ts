import type { BacktestAccount, BacktestOrder } from '../model/backtest-account.ts'
import type { Breach } from '../model/reason.ts'
import type { AccountMonitor } from '../policies/policy.ts'

/** A breach that ends a run, and whose policy it is. */
export type HaltingBreach = Breach & { readonly policy: string }

/** The monitors of one run: the first that finds a breach ends it. */
export class RunMonitors {
  readonly #monitors: readonly { readonly policy: string; readonly monitor: AccountMonitor }[]

  constructor(policies: readonly { readonly name: string; readonly createMonitor: (() => AccountMonitor) | null }[]) {
    this.#monitors = policies.flatMap(({ name, createMonitor }) =>
      createMonitor === null ? [] : [{ policy: name, monitor: createMonitor() }],
    )
  }

  onClose(account: BacktestAccount): HaltingBreach | null {
    return this.#first((monitor) => monitor.onClose(account))
  }

  onOrder(order: BacktestOrder, account: BacktestAccount): HaltingBreach | null {
    return this.#first((monitor) => monitor.onOrder(order, account))
  }

  #first(breachOf: (monitor: AccountMonitor) => Breach | null): HaltingBreach | null {
    for (const { policy, monitor } of this.#monitors) {
      const breach = breachOf(monitor)
      if (breach !== null) return { ...breach, policy }
    }
    return null
  }
}
