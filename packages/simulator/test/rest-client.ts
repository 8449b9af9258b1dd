import { createHmac } from 'node:crypto'
import { createSimulator, type Simulator, type SimulatorOptions } from '../src/index.ts'

export const START = 1_790_000_000_000
export const KEY = '11111111-2222-4333-8444-555555555555'
export const SECRET = 'OkSHEK00zHMogRIKDqq3AZp6oWv9e1o6'

export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any answer
  readonly body: any
}

/** A simulator whose time stands and whose prices stay, with one account. */
export function standingSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  return createSimulator({
    time: { mode: 'stepped', start: START },
    feed: { type: 'none', depth: 5 },
    accounts: [{ publicKey: KEY, secret: SECRET, balances: { TRY: '1000000', BTC: '2', USDT: '5000', ETH: '3' } }],
    ...options,
  })
}

/** A client of its own, written from the reference and not on the client of this package. */
export class RestClient {
  readonly #simulator: Simulator
  #stamp = 0

  constructor(simulator: Simulator) {
    this.#simulator = simulator
  }

  get(path: string): Promise<Answer> {
    return send(`${this.#simulator.restUrl}${path}`, { method: 'GET' })
  }

  graph(path: string): Promise<Answer> {
    return send(`${this.#simulator.graphUrl}${path}`, { method: 'GET' })
  }

  signed(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
    return send(`${this.#simulator.restUrl}${path}`, { ...init, headers: { ...this.headers(), ...headers } })
  }

  order(body: object): Promise<Answer> {
    return this.signed('POST', '/api/v1/order', body)
  }

  headers(stamp: number = this.#nextStamp(), key: string = KEY, secret: string = SECRET): Record<string, string> {
    const mac = createHmac('sha256', Buffer.from(secret, 'base64')).update(`${key}${stamp}`).digest('base64')
    return { 'X-PCK': key, 'X-Stamp': `${stamp}`, 'X-Signature': mac, 'Content-Type': 'application/json' }
  }

  #nextStamp(): number {
    this.#stamp = Math.max(this.#stamp + 1, this.#simulator.time.now())
    return this.#stamp
  }
}

export async function send(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init)
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: parsed(text) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
