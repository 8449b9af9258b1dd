import { createSimulator, DEFAULT_PAIRS, type Simulator } from '@tezgah/simulator'

const MOVE_MS = 1_000
/** Ten-thousandths that a price moves by at most in one step: some per cent in a day. */
const VOLATILITY = 3

/**
 * An exchange in this process, on a free port of the loopback interface, whose prices walk about once a second.
 *
 * @throws RangeError for a pair that it does not have
 */
export async function startSimulator(symbol: string): Promise<Simulator> {
  const pairs = DEFAULT_PAIRS.filter(({ base, quote }) => `${base}${quote}` === symbol)
  const known = DEFAULT_PAIRS.map(({ base, quote }) => `${base}${quote}`)
  if (pairs.length === 0) throw new RangeError(`the simulator has ${known.join(', ')}, not ${symbol}`)
  return createSimulator({
    pairs,
    // Another walk at each start; nothing that is tested rests on it.
    seed: Date.now() % 2 ** 31,
    tickerEveryMs: MOVE_MS,
    bookEveryMs: MOVE_MS,
    feed: { type: 'synthetic', everyMs: MOVE_MS, volatility: VOLATILITY, depth: 20, historyMinutes: 1_440 },
  })
}
