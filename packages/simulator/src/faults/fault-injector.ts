import type { Random } from '@tezgah/btcturk'
import type { Cancel } from '@tezgah/core/clock'
import { pick, seededRandom } from '../random.ts'
import { checkPlan, type FaultPlan, type HttpFault, NO_FAULTS, type SocketFault } from './fault-plan.ts'

/** One way in which a frame can be spoilt: cut, no JSON, a member of the wrong type, or no array. */
export function malformed(text: string, random: Random): string {
  switch (pick(random, 4)) {
    case 0:
      return text.slice(0, Math.floor(text.length / 2))
    case 1:
      return `\uFFFD${text.slice(1)}`
    case 2:
      return text.replace(/"([A-Za-z]+)":("[^"]*"|\d+)/, '"$1":{}')
    default:
      return text.slice(1, -1)
  }
}

const KEPT = 1000

export type InjectedFault = {
  /** Simulated time. */
  readonly at: number
  readonly where: 'http' | 'socket'
  readonly fault: HttpFault | SocketFault
  /** `POST /api/v1/order`, or `432` on connection 3. */
  readonly target: string
}

/** Which requests or frames a planned fault waits for. */
export type FaultMatch = {
  /** How many of them; 1 where it is not given. */
  readonly count?: number
  /** Verb of the request. */
  readonly method?: string
  /** Beginning of the path of the request, in any case. */
  readonly path?: string
  /** Type of the frame. */
  readonly frame?: number
}

export type RequestFaults = {
  readonly fault: HttpFault | null
  readonly delayMs: number
  readonly lateMs: number
}

type Planned = { readonly where: 'http' | 'socket'; readonly fault: string; readonly match: FaultMatch; left: number }

/** Decides what goes wrong. Chance comes from the seed and the number of the request or connection alone. */
export class FaultInjector {
  readonly #seed: number
  readonly #now: () => number
  readonly #counts = new Map<string, number>()
  readonly #listeners = new Set<(fault: InjectedFault) => void>()
  #plan: FaultPlan
  #planned: Planned[] = []
  #log: InjectedFault[] = []
  #requests = 0

  constructor(plan: Partial<FaultPlan>, seed: number, now: () => number) {
    this.#plan = checkPlan({ ...NO_FAULTS, ...plan })
    this.#seed = seed
    this.#now = now
  }

  get plan(): FaultPlan {
    return this.#plan
  }

  /** What was injected, oldest first: the last thousand. */
  get log(): readonly InjectedFault[] {
    return this.#log
  }

  /** How often, by `http.reset`, `socket.drop` and so on. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts
  }

  /** Calls back for each fault as it is injected. @returns ends it */
  listen(listener: (fault: InjectedFault) => void): Cancel {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Changes parts of the plan; connections that are half open stay so. */
  set(plan: Partial<FaultPlan>): void {
    this.#plan = checkPlan({ ...this.#plan, ...plan })
  }

  /** Nothing goes wrong from now on. */
  clear(): void {
    this.#plan = NO_FAULTS
    this.#planned = []
  }

  /** The next matching request ends so. */
  nextRequest(fault: HttpFault, match: FaultMatch = {}): void {
    this.#planned.push({ where: 'http', fault, match, left: match.count ?? 1 })
  }

  /** The next matching frame ends so. */
  nextFrame(fault: SocketFault, match: FaultMatch = {}): void {
    this.#planned.push({ where: 'socket', fault, match, left: match.count ?? 1 })
  }

  /** For the shell: what happens to this request, how late it arrives and how late it is answered. */
  ofRequest(method: string, path: string): RequestFaults {
    this.#requests += 1
    const random = seededRandom(this.#seed, `request ${this.#requests}`)
    const drawn = this.#draw(this.#plan.http, random())
    const fault = (this.#takePlanned('http', { method, path }) ?? drawn) as HttpFault | null
    if (fault !== null) this.#record({ at: this.#now(), where: 'http', fault, target: `${method} ${path}` })
    const delayMs = this.#delay(random())
    return { fault, delayMs, lateMs: fault === 'late' ? this.#plan.lateMs * random() : 0 }
  }

  /** For the shell: what happens to this frame. `random` belongs to the connection and is asked twice. */
  ofFrame(
    type: number,
    connection: number,
    random: Random,
  ): { readonly fault: SocketFault | null; readonly delayMs: number } {
    const drawn = this.#draw(this.#plan.socket, random())
    const fault = (this.#takePlanned('socket', { frame: type }) ?? drawn) as SocketFault | null
    const target = `${type} on connection ${connection}`
    if (fault !== null) this.#record({ at: this.#now(), where: 'socket', fault, target })
    return { fault, delayMs: this.#delay(random()) }
  }

  #delay(fraction: number): number {
    return this.#plan.latencyMs + this.#plan.jitterMs * fraction
  }

  #draw(rates: Readonly<Record<string, number>>, fraction: number): string | null {
    let sum = 0
    for (const [fault, rate] of Object.entries(rates)) {
      sum += rate
      if (fraction < sum) return fault
    }
    return null
  }

  #takePlanned(where: Planned['where'], seen: { method?: string; path?: string; frame?: number }): string | null {
    const found = this.#planned.find(({ where: place, match }) => place === where && fits(match, seen))
    if (found === undefined) return null
    found.left -= 1
    if (found.left <= 0) this.#planned = this.#planned.filter((other) => other !== found)
    return found.fault
  }

  #record(injected: InjectedFault): void {
    const name = `${injected.where}.${injected.fault}`
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1)
    this.#log.push(injected)
    if (this.#log.length > 2 * KEPT) this.#log = this.#log.slice(-KEPT)
    for (const listener of this.#listeners) listener(injected)
  }
}

function fits(match: FaultMatch, seen: { method?: string; path?: string; frame?: number }): boolean {
  const isMethod = match.method === undefined || match.method === seen.method
  const isPath = match.path === undefined || seen.path?.toLowerCase().startsWith(match.path.toLowerCase()) === true
  return isMethod && isPath && (match.frame === undefined || match.frame === seen.frame)
}
