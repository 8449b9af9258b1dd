import { createBacktest } from '../backtest.ts'
import type { CandleSeries } from '../candles/series.ts'
import type { Strategy, StrategyHandlers } from '../strategy/strategy.ts'
import { describeCall } from './describe-call.ts'
import type { RunOptions } from './run-options.ts'

/** One thing that a strategy did when a candle had closed. */
export type Decision = {
  /** Candle at whose close it was decided; with several symbols, which of the run's closes that was. */
  readonly index: number
  /** Its open time, epoch milliseconds, UTC; with several symbols as in the result's equity curve. */
  readonly time: number
  /** What was called, with all terms: `buy({ percentOfEquity: 100, limit: 99.5 })`. */
  readonly call: string
}

/** The candles of a run: of one symbol, or of several. */
export type RunCandles = CandleSeries | readonly CandleSeries[]

/** A strategy, or what makes one for candles: the form for a strategy that reads candles outside of its views. */
export type StrategySource<Candles extends RunCandles = CandleSeries> = Strategy | ((candles: Candles) => Strategy)

export function strategyFor<Candles extends RunCandles>(source: StrategySource<Candles>, candles: Candles): Strategy {
  return typeof source === 'function' ? source(candles) : source
}

/** What a strategy decides at the first `count` closes of a run, in order; added to `decisions` as it happens, should it fail. */
export function decisionsOf<Candles extends RunCandles>(
  source: StrategySource<Candles>,
  candles: Candles,
  options: RunOptions,
  count: number,
  decisions: Decision[] = [],
): Decision[] {
  const strategy = recorded(strategyFor(source, candles), new Recorder(decisions, 0))
  createBacktest({ ...options, strategy, candles }).step(count)
  return decisions
}

/**
 * The same strategy, whose calls are written down as well.
 *
 * Calls and not the result's orders, since what becomes of an order later is no decision, and since a call that changes
 * an order leaves only its last terms in the result.
 */
export function recorded(strategy: Strategy, recorder: Recorder): Strategy {
  const setup: Strategy['setup'] = (input) => recorder.handlers(strategy.setup(input))
  return Object.create(strategy, { setup: { value: setup } })
}

/** What a strategy asks without changing anything. */
const QUESTIONS = ['orderState', 'positionOf']

type Callable = (...args: readonly unknown[]) => unknown

/** Writes down what is called on the contexts that a strategy is given. */
export class Recorder {
  readonly #decisions: Decision[]
  readonly #offset: number
  /** Decision that each order id came from: ids differ between runs that start at different candles. */
  readonly #orders = new Map<unknown, string>()
  readonly #contexts = new WeakMap<object, object>()
  #lastAt = -1
  #ordersAt = 0

  /** @param offset - added to each index, for a series that starts so many candles later */
  constructor(decisions: Decision[], offset: number) {
    this.#decisions = decisions
    this.#offset = offset
  }

  /** Handlers that see recorded contexts. */
  handlers(handlers: StrategyHandlers): StrategyHandlers {
    if (typeof handlers !== 'object' || handlers === null) return handlers
    return recordingProxy(handlers, (value) => {
      if (typeof value !== 'function') return value
      return (...args: readonly unknown[]) =>
        value.apply(
          handlers,
          args.map((arg) => this.#watch(arg, '')),
        )
    })
  }

  /** A context is what can buy; everything else passes as it is. */
  #watch(value: unknown, path: string): unknown {
    if (typeof value !== 'object' || value === null || !('buy' in value) || !('index' in value)) return value
    const known = this.#contexts.get(value)
    if (known !== undefined) return known
    const watched = recordingProxy(value, (member, name) =>
      typeof member === 'function' ? this.#recording(value, member as Callable, path + name) : member,
    )
    this.#contexts.set(value, watched)
    return watched
  }

  #recording(context: object, method: Callable, name: string): Callable {
    return (...args) => {
      const { index, time } = context as { index: number; time: number }
      const returned = method.apply(context, [...args])
      if (!QUESTIONS.includes(name)) {
        const call = describeCall(name, this.#withoutIds(name, args))
        const at = index + this.#offset
        for (const id of idsIn(returned)) this.#orders.set(id, this.#nextOrder(at))
        this.#decisions.push({ index: at, time, call })
      }
      return this.#watch(returned, `${describeCall(name, args)}.`)
    }
  }

  /** `cancel(7)` says which order only within one run: it becomes `cancel(order of candle 12)`. */
  #withoutIds(name: string, args: readonly unknown[]): readonly unknown[] {
    const takesId = /^(cancel|modify|replace)/.test(name) && this.#orders.has(args[0])
    return takesId ? [Symbol(this.#orders.get(args[0])), ...args.slice(1)] : args
  }

  /** `order of candle 12`, or `order 2 of candle 12`. */
  #nextOrder(at: number): string {
    this.#ordersAt = at === this.#lastAt ? this.#ordersAt + 1 : 1
    this.#lastAt = at
    return this.#ordersAt === 1 ? `order of candle ${at}` : `order ${this.#ordersAt} of candle ${at}`
  }
}

/** Orders are known by numbers; a call that places several returns several. */
function idsIn(returned: unknown): unknown[] {
  return [returned].flat().filter((id) => typeof id === 'number')
}

/** An object in front of `target` that passes on what is read from it, seen through `see`. */
function recordingProxy<Target extends object>(target: Target, see: (value: unknown, name: string) => unknown): Target {
  // In front of an empty object: a proxy may not show a frozen property of its own target otherwise than it is.
  return new Proxy({} as Target, {
    get: (_, name) => {
      const value: unknown = Reflect.get(target, name, target)
      return typeof name === 'string' ? see(value, name) : value
    },
    has: (_, name) => Reflect.has(target, name),
  })
}
