import type { Simulator } from '@tezgah/simulator'
import type { Client } from '../../src/client.ts'
import type { NewOrder } from '../../src/endpoints/submit-order.ts'
import { isBtcturkError } from '../../src/errors.ts'
import { seeded } from '../kit/seeded.ts'

export type CampaignWorld = {
  readonly simulator: Simulator
  readonly client: Client
  readonly sleep: (ms: number) => Promise<void>
}

export type CampaignCounts = {
  /** How often the client sent an order, and how it ended. */
  readonly submissions: number
  readonly answered: number
  readonly unknown: number
  readonly notSent: number
  readonly refusedByNetwork: number
  /** What reconciling found of those that were unknown. */
  readonly foundAccepted: number
  readonly foundAbsent: number
  readonly cancels: number
  readonly fills: number
  /** Requests of all kinds, and the share that a fault met. */
  readonly requests: number
  readonly faultShare: number
  readonly faults: Readonly<Record<string, number>>
}

const WORKERS = 16
const PRICES = { buy: '3600000', sell: '3800000' } as const

/** Places orders side by side, each until it is taken; cancels some and lets the market fill others. */
export class CampaignWorkers {
  /** The exchange's id of each order that the client knows was taken, by client order id. */
  readonly believed = new Map<string, string>()
  readonly #world: CampaignWorld
  readonly #random: () => number
  readonly #counts = { submissions: 0, answered: 0, unknown: 0, notSent: 0, refusedByNetwork: 0 }
  readonly #found = { accepted: 0, absent: 0 }
  #cancels = 0
  #fills = 0
  #next = 0

  constructor(seed: number, world: CampaignWorld) {
    this.#world = world
    this.#random = seeded(seed)
    world.simulator.exchange.listen(({ type }) => {
      if (type === 'orderFilled') this.#fills++
    })
  }

  async run(orders: number): Promise<void> {
    const work = async () => {
      while (this.#next < orders) await this.#one(this.#next++)
    }
    await Promise.all(Array.from({ length: WORKERS }, work))
  }

  get counts(): CampaignCounts {
    const { simulator } = this.#world
    const faults = Object.fromEntries([...simulator.faults.counts].sort())
    const injected = Object.values(faults).reduce((sum, count) => sum + count, 0)
    return {
      ...this.#counts,
      foundAccepted: this.#found.accepted,
      foundAbsent: this.#found.absent,
      cancels: this.#cancels,
      fills: this.#fills,
      requests: simulator.requests.count,
      faultShare: injected / simulator.requests.count,
      faults,
    }
  }

  async #one(index: number): Promise<void> {
    const side = this.#random() < 0.5 ? 'buy' : 'sell'
    const clientOrderId = `order-${index}`
    const terms = { symbol: 'BTCTRY', side, method: 'limit', quantity: '0.0001', price: PRICES[side] } as const
    const id = await this.#place({ ...terms, clientOrderId })
    this.believed.set(clientOrderId, id)
    const fate = this.#random()
    if (fate < 0.3) await this.#cancel(id)
    // The market comes by and fills what rests on one side: all of it, or a part.
    else if (fate < 0.4)
      this.#world.simulator.exchange.trade('BTCTRY', PRICES[side], fate < 0.37 ? undefined : '0.00025')
  }

  async #place(order: NewOrder & { readonly clientOrderId: string }): Promise<string> {
    for (;;) {
      this.#counts.submissions++
      try {
        const { id } = await this.#world.client.submit(order)
        this.#counts.answered++
        return id
      } catch (error) {
        if (!isBtcturkError(error) || error.code === 'rejected') throw error
        if (error.outcome === 'unknown') {
          this.#counts.unknown++
          const id = await this.#find(order.clientOrderId)
          if (id !== null) return id
          continue
        }
        if (error.outcome === 'rejected') this.#counts.refusedByNetwork++
        else this.#counts.notSent++
        await this.#world.sleep(1000)
      }
    }
  }

  /** @returns the exchange's id, or `null` where it does not have the order */
  async #find(clientOrderId: string): Promise<string | null> {
    for (;;) {
      try {
        const found = await this.#world.client.reconcile(clientOrderId)
        this.#found[found.status]++
        return found.status === 'accepted' ? found.orders[0]!.id : null
      } catch (error) {
        if (!isBtcturkError(error) || error.code !== 'unresolved_order') throw error
      }
    }
  }

  /** Until it is queued, or the order is filled already. */
  async #cancel(id: string): Promise<void> {
    for (;;) {
      try {
        await this.#world.client.cancel({ id })
        this.#cancels++
        return
      } catch (error) {
        if (!isBtcturkError(error)) throw error
        if (error.exchange?.reason === 'not_cancellable') return
        // A refusal that lost its body does not say what it refuses.
        if (error.code === 'rejected' && error.exchange?.message !== null) throw error
        await this.#world.sleep(500)
      }
    }
  }
}
