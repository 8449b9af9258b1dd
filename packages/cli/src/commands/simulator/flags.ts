import { InvalidArgumentError } from 'commander'

/** The flags of `tezgah simulator`. */
export type SimulatorFlags = {
  readonly seed: number
  readonly speed?: number
  /** Epoch milliseconds. */
  readonly start?: number
  readonly restPort: number
  readonly graphPort: number
  readonly wsPort: number
  readonly candles?: readonly string[]
  readonly symbol?: readonly string[]
  /** By currency; `null` where none was given. */
  readonly balance: ReadonlyMap<string, string> | null
  readonly feeLevel: number
  /** A line for `parseChaos`. */
  readonly chaos?: string
  /** False with `--no-limits`. */
  readonly limits: boolean
  readonly log?: true
  readonly json?: true
}

const FASTEST = 100_000

/** Simulated seconds in a real one. */
export function parseSpeed(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (value > 0 && value <= FASTEST) return value
  throw new InvalidArgumentError(`Give a number above 0, at most ${FASTEST}.`)
}

/** Adds one `TRY=100000` to those given before. */
export function collectBalance(
  text: string,
  previous: ReadonlyMap<string, string> | null,
): ReadonlyMap<string, string> {
  const [, currency = '', amount = ''] = /^([A-Za-z0-9]{1,20})=(\d{1,15}(?:\.\d{1,8})?)$/.exec(text) ?? []
  const name = currency.toUpperCase()
  if (name === '')
    throw new InvalidArgumentError('Give CURRENCY=amount, at most 15 digits and 8 decimals, as TRY=100000.')
  if (previous?.has(name)) throw new InvalidArgumentError(`${name} is given twice.`)
  return new Map([...(previous ?? []), [name, amount]])
}
