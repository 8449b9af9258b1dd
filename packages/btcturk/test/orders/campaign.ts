import { setTimeout as sleep } from 'node:timers/promises'
import { createSimulator, type HttpFault } from '@tezgah/simulator'
import { KEY, SECRET } from '../../../simulator/test/rest-client.ts'
import { simulated } from '../../../simulator/test/simulated.ts'
import { createClient } from '../../src/client.ts'
import { RateLimiter } from '../../src/limits/rate-limiter.ts'
import { DEFAULT_RATE_LIMITS, type RateLimitName } from '../../src/limits/rate-limits.ts'
import { systemPorts } from '../../src/ports.ts'
import { type CampaignCounts, CampaignWorkers } from './campaign-workers.ts'
import { compareLedgers } from './compare-ledgers.ts'

export type OrderCampaignResult = CampaignCounts & {
  readonly seed: number
  readonly orders: number
  readonly simulatedMinutes: number
}

/** After these the order was taken, and the client cannot know. */
export const FAULTS_AFTER: readonly HttpFault[] = [
  'resetAfter',
  'hangAfter',
  'serverErrorAfter',
  'pageAfter',
  'emptyBody',
]

export const CAMPAIGN_FAULTS: readonly HttpFault[] = [
  'reset',
  'hang',
  'tooManyRequests',
  'serverError',
  'forbidden',
  'late',
  ...FAULTS_AFTER,
]

/** Ten times what it takes: an order that is tried for ever is a failure too. */
const MAX_MS_PER_ORDER = 60_000

/**
 * Places `orders` orders through the client on the simulator in simulated time, cancels some and lets others fill, while the
 * share `faultRate` of all requests goes wrong, and then holds the exchange's books to the client's view. The published
 * limits hold.
 *
 * @throws Error naming the seed, if an order was doubled, lost or left unknown, or a figure differs
 */
export async function runOrderCampaign(seed: number, orders: number, faultRate: number): Promise<OrderCampaignResult> {
  const { time, simulator, connect, close } = await simulated({ seed })
  const client = connect({ timeoutMs: 2000, maxWaitMs: 600_000, circuitBreaker: { failures: 50 } })
  const workers = new CampaignWorkers(seed, { simulator, client, sleep: (ms) => time.sleep(ms) })
  try {
    simulator.faults.set({ http: evenly(CAMPAIGN_FAULTS, faultRate), latencyMs: 20, jitterMs: 100 })
    await time.until(workers.run(orders), (orders + 1) * MAX_MS_PER_ORDER)
    simulator.faults.clear()
    await time.advance(60_000)
    await time.until(compareLedgers(simulator, client, workers.believed))
    return { seed, orders, ...workers.counts, simulatedMinutes: Math.round(time.monotonic() / 60_000) }
  } catch (error) {
    throw withSeed(seed, error)
  } finally {
    await close()
  }
}

/**
 * The same over real sockets in real time, without limits and only with faults that come once the order was taken: to prove
 * that one was not takes seconds.
 *
 * @throws Error naming the seed, as above
 */
export async function runSocketCampaign(seed: number, orders: number, faultRate: number): Promise<CampaignCounts> {
  const balances = { TRY: '100000000', BTC: '100' }
  const simulator = await createSimulator({
    seed,
    enforcesLimits: false,
    feed: { type: 'none', depth: 5 },
    accounts: [{ publicKey: KEY, secret: SECRET, balances }],
  })
  const client = createClient({
    apiUrl: simulator.restUrl,
    graphUrl: simulator.graphUrl,
    credentials: { publicKey: KEY, secret: SECRET },
    timeoutMs: 250,
    circuitBreaker: { failures: 50 },
    limiter: new RateLimiter(systemPorts(), { limits: wideBudgets() }),
  })
  const workers = new CampaignWorkers(seed, { simulator, client, sleep })
  try {
    simulator.faults.set({ http: evenly(FAULTS_AFTER, faultRate) })
    await workers.run(orders)
    simulator.faults.clear()
    // The last cancel and the last fill are in the books soon after.
    await sleep(500)
    await compareLedgers(simulator, client, workers.believed)
    return workers.counts
  } catch (error) {
    throw withSeed(seed, error)
  } finally {
    client.close()
    await simulator.close()
  }
}

function evenly(faults: readonly HttpFault[], rate: number): Partial<Record<HttpFault, number>> {
  return Object.fromEntries(faults.map((fault) => [fault, rate / faults.length]))
}

function wideBudgets() {
  const names = Object.keys(DEFAULT_RATE_LIMITS) as RateLimitName[]
  const wide = { windows: [{ limit: 100_000, periodMs: 1000 }], blockMs: 1 }
  return Object.fromEntries(names.map((name) => [name, wide]))
}

function withSeed(seed: number, error: unknown): Error {
  return new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}`, { cause: error })
}
