import type { AnsweredRequest, InjectedFault, Simulator, SimulatorEvent } from '@tezgah/simulator'
import type { CliOutput } from '../../io.ts'

/** Lines that may wait for a reader; further ones are left out and counted. */
const MAX_WAITING = 10_000

export type ActivityCounts = {
  readonly requests: number
  /** Orders of the demo key, those that a triggered stop turned into included. */
  readonly orders: number
  readonly fills: number
  /** By name, such as `http.reset`. */
  readonly faults: Readonly<Record<string, number>>
}

/** Counts what happens in a simulator and, where there is somewhere to write, tells of it line by line. */
export class Activity {
  readonly #simulator: Simulator
  readonly #publicKey: string
  readonly #output: CliOutput | null
  #fills = 0
  #waiting = 0
  #leftOut = 0

  /** @param output - `null` counts only */
  constructor(simulator: Simulator, publicKey: string, output: CliOutput | null) {
    this.#simulator = simulator
    this.#publicKey = publicKey
    this.#output = output
    simulator.requests.listen((request) => this.#tell(request.at, requestText(request)))
    simulator.faults.listen((fault) => this.#tell(fault.at, faultText(fault)))
    simulator.exchange.listen((event) => {
      if (event.type === 'traded') return
      if (event.type === 'orderFilled') this.#fills += 1
      this.#tell(simulator.exchange.now(), eventText(event))
    })
  }

  get counts(): ActivityCounts {
    return {
      requests: this.#simulator.requests.count,
      orders: this.#simulator.exchange.orders(this.#publicKey).length,
      fills: this.#fills,
      faults: Object.fromEntries(this.#simulator.faults.counts),
    }
  }

  #tell(at: number, text: string): void {
    if (this.#output === null) return
    if (this.#waiting >= MAX_WAITING) {
      this.#leftOut += 1
      return
    }
    const gap = this.#leftOut === 0 ? '' : `… ${this.#leftOut} lines left out: the reader is too slow\n`
    this.#leftOut = 0
    this.#waiting += 1
    const done = () => {
      this.#waiting -= 1
    }
    Promise.resolve(this.#output.write(`${gap}${new Date(at).toISOString()} ${text}\n`)).then(done, done)
  }
}

function requestText({ host, method, path, end }: AnsweredRequest): string {
  return `request ${host} ${method} ${printable(path)} ${end}`
}

function faultText({ where, fault, target }: InjectedFault): string {
  return `fault ${where}.${fault} ${printable(target)}`
}

function eventText(event: Exclude<SimulatorEvent, { readonly type: 'traded' }>): string {
  const { id, symbol, side, method, amount, left, price, status, clientOrderId } = event.order
  const order = `${id} ${symbol} ${side} ${method}`
  switch (event.type) {
    case 'orderInserted':
      return `order ${order} ${amount} at ${price} as ${printable(clientOrderId)}`
    case 'orderFilled':
      return `fill ${order} ${event.quantity} at ${event.price}, fee ${event.fee}, tax ${event.tax}`
    case 'orderDeleted':
      return `end ${order} ${status}, ${left} left`
  }
}

/** What a caller sent must not move the terminal's cursor or begin a line of its own. */
function printable(text: string): string {
  return text.replace(/[^\x21-\x7e ]/g, '?').slice(0, 200)
}

/** `3 requests, 1 order, no fill, 2 faults (http.reset 2)`. */
export function countsText({ requests, orders, fills, faults }: ActivityCounts): string {
  const names = Object.entries(faults).sort(([one], [other]) => (one < other ? -1 : 1))
  const total = names.reduce((sum, [, count]) => sum + count, 0)
  const list = total === 0 ? '' : ` (${names.map(([name, count]) => `${name} ${count}`).join(', ')})`
  const parts = [plural(requests, 'request'), plural(orders, 'order'), plural(fills, 'fill'), plural(total, 'fault')]
  return `${parts.join(', ')}${list}\n`
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
