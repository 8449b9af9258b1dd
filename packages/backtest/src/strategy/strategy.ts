import type { DecimalInput } from '@tezgah/core/decimal'
import { describeValue, shorten } from '@tezgah/core/describe'
import type { z } from 'zod'
import { BacktestError } from '../errors.ts'
import type { EndReason } from '../orders/order-table.ts'
import type { BuyOrder, OrderChange, OrderRequest, SellOrder } from '../orders/request.ts'
import type { OrderStatus, PositionSide } from '../orders/terms.ts'
import type { Indicators } from './indicators.ts'
import type { CandleViews } from './view.ts'

/** What is held now. Numbers are marks: exact amounts stand in the result. */
export interface Position {
  /** True while any quantity is held. */
  readonly isOpen: boolean
  /** Base units held, negative for a short position. */
  readonly quantity: number
  /** Average entry price of what is held, in quote currency; `NaN` while flat. */
  readonly averagePrice: number
}

/** How an order stands. */
export type OrderState = { readonly status: OrderStatus; readonly reason: EndReason | null }

/** What became of a change to an order; a change that is refused leaves the order as it was. */
export type ChangeOutcome =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly reason: string; readonly observed: string; readonly limit: string }

/** Percent of equity by symbol; 0 closes, a negative weight is short. */
export type TargetWeights = { readonly [symbol: string]: DecimalInput }

export type CloseOptions = {
  /** Default the first symbol. */
  readonly symbol?: string
  /** In an account that keeps both positions of a symbol; default both. */
  readonly positionSide?: PositionSide
  readonly tag?: string
}

/** What a strategy sees and can do at the close of a candle. */
export interface StrategyContext {
  /** Index of the candle that has just closed, from 0; of several symbols, in the union of their candles. */
  readonly index: number
  /** Its open time, epoch milliseconds, UTC. */
  readonly time: number
  /** Position of the first symbol; in a hedging account its long one. */
  readonly position: Position
  /** Quote currency that no working order holds back. */
  readonly cash: number
  /** Cash and positions at the last closes, in quote currency. */
  readonly equity: number
  /**
   * Orders a buy and returns the order's id. What cannot be accepted ends as `refused`; see {@link orderState}.
   * The orders attached to it have the ids after it: its stop, its target, then those of `onFill` with theirs.
   *
   * @throws TypeError for a request of the wrong shape, which is a mistake in the program
   */
  buy(order: BuyOrder): number
  /** Orders a sell and returns the order's id. */
  sell(order: SellOrder): number
  /** Places orders of which the first to fill cancels the others, and returns their ids. */
  oneCancelsOther(orders: readonly OrderRequest[]): number[]
  /**
   * Trades towards the given weights, in percent of equity by symbol (negative is short): first what has to be sold, then
   * what has to be bought. Symbols left out keep what they have. Returns the orders' ids.
   */
  target(weights: TargetWeights): number[]
  /** Cancels the orders that work against a position and closes all of it. Returns the last order's id, or `null` while flat. */
  close(options?: CloseOptions): number | null
  /** Changes price or quantity of a working order. */
  modify(orderId: number, change: OrderChange): ChangeOutcome
  /** Cancels a working order; `false` where it has ended or never existed. */
  cancel(orderId: number): boolean
  /** Cancels every working order, or those of one symbol. */
  cancelAll(symbol?: string): void
  /** How an order stands, or `null` for an id that was never given. */
  orderState(orderId: number): OrderState | null
  /** Position of any symbol. */
  positionOf(symbol: string, positionSide?: PositionSide): Position
}

export type StrategySetup<Params> = {
  /** Candles of the first symbol. */
  readonly candles: CandleViews
  readonly params: Params
  readonly indicators: Indicators
  /** Every symbol of the run, in the order given. */
  readonly symbols: readonly string[]
  /**
   * Candles of any symbol. Where a symbol did not trade, its views still end at its last candle.
   *
   * @throws RangeError for a symbol that the run does not have
   */
  market(symbol: string): CandleViews
  /**
   * Candles of a longer interval, a whole multiple of the run's, such as `1h` or `1d`. Only closed ones are seen: while an
   * hour is going on, `at(0)` is the hour before it.
   *
   * @param symbol - default the first
   * @throws BacktestError `invalid_options` for an interval that is no multiple, `invalid_candles` for text that is none
   */
  timeframe(interval: string, symbol?: string): CandleViews
}

/** What a strategy does during a run. */
export interface StrategyHandlers {
  /** Called when a candle has closed. What it orders acts from the next candle's open. Not `async`: a promise fails the run. */
  onCandle(context: StrategyContext): void
}

/**
 * A named set of rules. One object serves any number of runs; what a run remembers lives inside `setup`.
 *
 * `Params` are its parameters with defaults filled in, `Input` those that a run may give; `unknown` where the strategy is
 * known only while the program runs.
 */
export interface Strategy<Params = unknown, Input = unknown> {
  readonly name: string
  /** One sentence for people who choose among strategies; empty where none was given. */
  readonly description: string
  /** Refuses unknown keys; knows each parameter's range and default. */
  readonly params: z.ZodType<Params, Input>
  /** Called once before the first candle. Not `async`: what has to be loaded is loaded before the run. */
  setup(input: StrategySetup<Params>): StrategyHandlers
}

/** The parameters that a run may give a strategy; `unknown` for one that is known only while the program runs. */
export type ParamsInput<Used extends Strategy> = z.input<Used['params']>

export type StrategyDefinition<Schema extends z.ZodObject> = {
  /** 1 to 64 characters, unique among the strategies of an application. */
  readonly name: string
  readonly description?: string
  readonly params: Schema
  setup(input: StrategySetup<z.output<Schema>>): StrategyHandlers
}

const MAX_NAME_LENGTH = 64

/**
 * Declares a strategy.
 *
 * @throws RangeError if the name is empty or longer than 64 characters
 */
export function defineStrategy<Schema extends z.ZodObject>(
  definition: StrategyDefinition<Schema>,
): Strategy<z.output<Schema>, z.input<Schema>> {
  const { name, description = '', params } = definition
  if (name.length === 0 || name.length > MAX_NAME_LENGTH) {
    throw new RangeError(`name must have 1 to ${MAX_NAME_LENGTH} characters, received "${name}"`)
  }
  // `strict()` changes which keys are accepted, not the types, which its declaration loses.
  const schema = params.strict() as unknown as z.ZodType<z.output<Schema>, z.input<Schema>>
  return { name, description, params: schema, setup: (input) => definition.setup(input) }
}

/**
 * A strategy's parameters with its defaults filled in.
 *
 * @throws BacktestError `invalid_params`, naming each wrong parameter, what is allowed and what was received
 */
export function parseParams<Params>(strategy: Strategy<Params>, params: unknown): Params {
  const parsed = strategy.params.safeParse(params ?? {}, { reportInput: true })
  if (parsed.success) return parsed.data
  const { issues } = parsed.error
  const message = issues.map(describeIssue).join('; ')
  throw new BacktestError('invalid_params', message, { field: fieldOf(issues[0]!) })
}

function fieldOf(issue: z.core.$ZodIssue): string {
  return ['params', ...issue.path.map(String)].join('.')
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `${fieldOf(issue)}: no such parameter: ${shorten(issue.keys.join(', '))}`
  const received = 'input' in issue ? `, received ${describeValue(issue.input)}` : ''
  return `${fieldOf(issue)}: ${issue.message}${received}`
}
