import { type Client, type ClientOptions, createClient } from '@tezgah/btcturk'
import { FakeTime } from '../../btcturk/test/kit/fake-time.ts'
import { seeded } from '../../btcturk/test/kit/seeded.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from '../src/index.ts'
import { KEY, SECRET, START } from './rest-client.ts'

export type Simulated = {
  /** The one time of the simulator and of its clients. */
  readonly time: FakeTime
  readonly simulator: Simulator
  /** A client without a network, closed with the rest. */
  readonly connect: (options?: Partial<ClientOptions>) => Client
  readonly close: () => Promise<void>
}

/** A simulator and clients in one time that a test moves, so that all of it follows from the seed. Prices stand still. */
export async function simulated(
  options: SimulatorOptions = {},
  time: FakeTime = new FakeTime(START),
): Promise<Simulated> {
  const simulator = await createSimulator({
    system: { clock: time, timers: time },
    feed: { type: 'none', depth: 5 },
    accounts: [{ publicKey: KEY, secret: SECRET, balances: { TRY: '100000000', BTC: '100' } }],
    ...options,
  })
  const { fetch, restUrl: apiUrl, graphUrl } = simulator
  const ports = { clock: time, timers: time, fetch, random: seeded(options.seed ?? 1) }
  const clients: Client[] = []
  return {
    time,
    simulator,
    connect: (given = {}) => {
      const client = createClient({
        apiUrl,
        graphUrl,
        ports,
        credentials: { publicKey: KEY, secret: SECRET },
        ...given,
      })
      clients.push(client)
      return client
    },
    close: async () => {
      for (const client of clients) client.close()
      await simulator.close()
    },
  }
}
