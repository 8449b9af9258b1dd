import type { Engine } from './engine/engine.ts'
import { BacktestError } from './errors.ts'
import { jsonSha256, seriesSha256 } from './result/digest.ts'
import { assumptionsOf } from './settings/assumptions.ts'
import { ENGINE_VERSION } from './version.ts'

/** The position of a run, and the hashes that prove that a replay has reached the same state. */
export type Snapshot = {
  readonly engineVersion: string
  readonly strategy: string
  /** Candles processed. */
  readonly position: number
  /** SHA-256 of candles, finer ones included, parameters and settings. */
  readonly inputs: string
  /** SHA-256 of cash, positions, orders and fills at that candle. */
  readonly state: string
}

export function takeSnapshot(engine: Engine): Snapshot {
  engine.throwIfFailed()
  return {
    engineVersion: ENGINE_VERSION,
    strategy: engine.strategy.name,
    position: engine.position,
    inputs: inputsOf(engine),
    state: stateOf(engine),
  }
}

/**
 * A snapshot that belongs to this run.
 *
 * @throws BacktestError `invalid_options` naming what is different
 */
export function checkSnapshot(engine: Engine, snapshot: Snapshot): Snapshot {
  if (typeof snapshot !== 'object' || snapshot === null) throw wrong('snapshot', 'an object', String(snapshot))
  const { position, engineVersion, strategy } = snapshot
  if (!Number.isSafeInteger(position) || position < 0 || position > engine.length) {
    throw wrong('snapshot.position', `a whole number from 0 to ${engine.length}`, String(position))
  }
  if (engineVersion !== ENGINE_VERSION) throw wrong('snapshot.engineVersion', ENGINE_VERSION, engineVersion)
  if (strategy !== engine.strategy.name) throw wrong('snapshot.strategy', engine.strategy.name, strategy)
  if (snapshot.inputs !== inputsOf(engine)) {
    throw wrong('snapshot.inputs', 'the hash of these candles, parameters and settings', snapshot.inputs)
  }
  return snapshot
}

function inputsOf({ params, series, settings, timeline }: Engine): string {
  const assumptions = assumptionsOf(settings, timeline.time)
  const detail = seriesSha256(settings.detail)
  // Left out where all are the same: what the candles are then follows from their times.
  const isMixed = series.some(({ intervalMs }) => intervalMs !== series[0]!.intervalMs)
  const intervals = isMixed ? { intervals: series.map(({ interval }) => interval) } : {}
  return jsonSha256({ data: seriesSha256(series), ...intervals, detail, params, assumptions, seed: settings.seed })
}

function stateOf({ account, orders: { table } }: Engine): string {
  const orders = Array.from({ length: table.length }, (_, row) => {
    const { symbol, side, size, limit, stop, touch } = table.terms(row + 1)
    const prices = [limit, stop, touch].map((price) => (price === null ? null : price.exact.toString()))
    return [table.status(row + 1), table.reason(row + 1), symbol, side, size.kind, size.value.toString(), ...prices]
  })
  const fills = Array.from(account.fills, ({ orderId, index, price, quantity }) => [
    orderId,
    index,
    `${price}`,
    `${quantity}`,
  ])
  const positions = account.holdings.map(({ quantity }) => quantity.toString())
  return jsonSha256({ cash: account.cash.toString(), positions, orders, fills })
}

function wrong(field: string, allowed: string, received: string): BacktestError {
  const message = `${field} must be ${allowed}, received ${received}`
  return new BacktestError('invalid_options', message, { field })
}
