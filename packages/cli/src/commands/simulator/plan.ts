import { isBtcturkError } from '@tezgah/btcturk'
import {
  type AccountOptions,
  DEFAULT_PAIRS,
  demoKey,
  type FaultPlan,
  parseChaos,
  type SimulatorOptions,
  type TimeMode,
} from '@tezgah/simulator'
import { UsageError } from '../../exit.ts'
import type { SimulatorFlags } from './flags.ts'
import { type RecordedFeed, readRecordedFeed } from './recorded-feed.ts'

const DEFAULT_BALANCES = { TRY: '1000000', USDT: '25000', BTC: '0.5', ETH: '10' }

/** What a simulator is started with, and what its banner has to say of it. */
export type SimulatorPlan = {
  readonly options: SimulatorOptions
  readonly account: AccountOptions & { readonly balances: Readonly<Record<string, string>> }
  readonly time: TimeMode
}

/** @throws UsageError that names the flag, what is allowed and what was received */
export function planSimulator(cwd: string, flags: SimulatorFlags): SimulatorPlan {
  const { seed, feeLevel: level, limits, restPort: rest, graphPort: graph, wsPort: ws } = flags
  checkPorts([rest, graph, ws])
  if (flags.candles === undefined && flags.symbol !== undefined) {
    throw new UsageError('--symbol: names the symbol of a file, and there is no --candles')
  }
  const recorded = flags.candles === undefined ? null : readRecordedFeed(cwd, flags.candles, flags.symbol)
  const time = timeOf(flags, recorded)
  const account = { ...demoKey(seed), level, balances: balancesOf(flags.balance) }
  const options: SimulatorOptions = {
    seed,
    time,
    accounts: [account],
    ports: { rest, graph, ws },
    enforcesLimits: limits,
    faults: flags.chaos === undefined ? {} : faultsOf(flags.chaos),
    ...(recorded === null ? {} : { feed: recorded.feed }),
  }
  return { options, account, time }
}

function checkPorts(ports: readonly number[]): void {
  const taken = ports.filter((port) => port !== 0)
  const twice = taken.find((port, index) => taken.indexOf(port) !== index)
  if (twice !== undefined) {
    throw new UsageError(`--rest-port, --graph-port and --ws-port must be three ports, received ${twice} twice`)
  }
}

/** A recording is played from its beginning, or from --start; candles before that are history. */
function timeOf({ speed, start, candles }: SimulatorFlags, recorded: RecordedFeed | null): TimeMode {
  if (speed === undefined && start === undefined && candles === undefined) return { mode: 'real' }
  if (recorded !== null && start !== undefined && start >= recorded.ends) {
    const [end, given] = [recorded.ends, start].map((ms) => new Date(ms).toISOString())
    throw new UsageError(`--start must be before the end of the candles (${end}), received ${given}`)
  }
  const from = start ?? recorded?.begins
  return { mode: 'scaled', speed: speed ?? 1, ...(from === undefined ? {} : { start: from }) }
}

function balancesOf(given: SimulatorFlags['balance']): Readonly<Record<string, string>> {
  if (given === null) return DEFAULT_BALANCES
  const known = new Set(DEFAULT_PAIRS.flatMap(({ base, quote }) => [quote, base]))
  const stranger = [...given.keys()].find((currency) => !known.has(currency))
  if (stranger !== undefined) {
    throw new UsageError(`--balance: the simulator has ${[...known].join(', ')}, received ${stranger}`)
  }
  return Object.fromEntries(given)
}

function faultsOf(line: string): FaultPlan {
  try {
    return parseChaos(line)
  } catch (error) {
    if (!isBtcturkError(error)) throw error
    throw new UsageError(`--chaos: ${error.message.replace(/^chaos:? /, '')}`, { cause: error })
  }
}
