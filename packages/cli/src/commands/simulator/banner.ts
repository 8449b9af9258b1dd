import type { Simulator } from '@tezgah/simulator'
import type { SimulatorFlags } from './flags.ts'
import type { SimulatorPlan } from './plan.ts'

const DAY_MS = 86_400_000

/** The addresses and the key on one line, for scripts. */
export function startLine(
  { restUrl, graphUrl, wsUrl }: Simulator,
  { account, time }: SimulatorPlan,
  seed: number,
): string {
  const { publicKey, secret, balances, level } = account
  const key = { publicKey, secret, onlyForSimulator: true, balances, feeLevel: level }
  return `${JSON.stringify({ restUrl, graphUrl, wsUrl, key, seed, time })}\n`
}

/** The same for people, with how to point something at it. */
export function banner(simulator: Simulator, { account, time }: SimulatorPlan, flags: SimulatorFlags): string {
  const { restUrl, graphUrl, wsUrl } = simulator
  const { publicKey, secret, balances, level } = account
  const held = Object.entries(balances).map(([currency, amount]) => `${amount} ${currency}`)
  const credentials = `{ publicKey: '${publicKey}', secret: '${secret}' }`
  const pairs = simulator.exchange.symbols.join(', ')
  return `A simulated BTCTurk, for this machine alone. Ctrl-C ends it.

  REST        ${restUrl}
  graph       ${graphUrl}
  WebSocket   ${wsUrl}
  pairs       ${pairs}
  time        ${timeText(time)}
  seed        ${flags.seed}, chaos ${flags.chaos ?? 'none'}, limits ${flags.limits ? 'as published' : 'none'}

Key for this simulator only (it follows from the seed and opens nothing else):
  public key  ${publicKey}
  secret      ${secret}
  balances    ${held.join(', ')}; fee level ${level}

Point something at it:
  Node        createClient({ apiUrl: '${restUrl}', graphUrl: '${graphUrl}', credentials: ${credentials} })
  stream      createStream({ url: '${wsUrl}', credentials: ${credentials} })
  curl        curl '${restUrl}/api/v2/ticker?pairSymbol=BTCTRY'
  candles     tezgah candles download ${candleFlags(simulator)} --api-url ${restUrl} --graph-url ${graphUrl}

`
}

/** The last day of the first pair: a recording begins where it begins, but a random walk has a day behind it. */
function candleFlags({ exchange }: Simulator): string {
  const [symbol = ''] = exchange.symbols
  const from = new Date(exchange.now() - DAY_MS).toISOString().slice(0, 10)
  return `--symbol ${symbol} --interval 1m --from ${from} --out ${symbol.toLowerCase()}-1m.csv`
}

function timeText(time: SimulatorPlan['time']): string {
  if (time.mode !== 'scaled') return 'real'
  const start = time.start === undefined ? 'now' : new Date(time.start).toISOString()
  return `from ${start}, ${time.speed} simulated ${time.speed === 1 ? 'second' : 'seconds'} in each second`
}
