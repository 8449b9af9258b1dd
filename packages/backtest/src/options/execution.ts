import type { ExactOf, OptionsOf } from './option.ts'
import { SLIPPAGE } from './slippage.ts'

export const EXECUTION = {
  /** When a market order decided at a close trades. Default nextOpen. */
  fillAt: {
    kind: 'choice',
    choices: ['nextOpen', 'close', 'nextClose'],
    default: 'nextOpen',
    panel: 3,
    doc: 'When a market order decided at a close trades',
  },
  /** Whether a limit fills when the price trades through it, when it reaches it (targets excepted), or then with a chance. Default cross. */
  limitFill: {
    // `cross`: a limit fills when the price trades through it; `touch`: reaching it is enough; `touchExceptTargets`:
    // reaching it is enough, but through a `takeProfit` the price has to trade; `touchWithProbability`: reaching it is
    // enough with a chance drawn once for each order and candle.
    kind: 'choice',
    choices: ['cross', 'touch', 'touchExceptTargets', 'touchWithProbability'],
    default: 'cross',
    flag: 'limit-fill',
    panel: 5,
    doc: 'Whether a limit fills when the price trades through it, when it reaches it (targets excepted), or then with a chance',
  },
  /** Chance that a touched limit fills; needed by, and only for, limitFill touchWithProbability; a number from 0 to 1. */
  touchProbability: {
    kind: 'number',
    from: 0,
    to: 1,
    onlyWith: { option: 'limitFill', value: 'touchWithProbability', otherwise: null },
    doc: 'Chance that a touched limit fills; needed by, and only for, limitFill touchWithProbability',
  },
  /** Where a stop trades that the open is beyond. Default open. */
  stopGap: {
    // `open`: at the open. `stop`: at the stop if the candle traded there at all, else at the open.
    kind: 'choice',
    choices: ['open', 'stop'],
    default: 'open',
    doc: 'Where a stop trades that the open is beyond',
  },
  /** Where a limit trades that the open is beyond. Default open. */
  limitGap: {
    // `open`: at the open, the better price. `limit`: at the limit if the candle traded there at all, else at the
    // candle's price nearest to it (the high for a buy, the low for a sell).
    kind: 'choice',
    choices: ['open', 'limit'],
    default: 'open',
    doc: 'Where a limit trades that the open is beyond',
  },
  /** Where a stop-limit trades whose stop the open is beyond. Default open. */
  stopLimitGap: {
    // Where a stop-limit trades whose stop the open is beyond while its limit is not: `open` and `stop` as for
    // `stopGap`. `wholeCandle` does not ask how the candle opened: the stop-limit trades at its stop if the candle
    // reaches a limit that lies beyond the stop; any other limit counts as reached too early, and works from the next
    // candle.
    kind: 'choice',
    choices: ['open', 'stop', 'wholeCandle'],
    default: 'open',
    doc: 'Where a stop-limit trades whose stop the open is beyond',
  },
  /** The order of prices inside a candle. Default worst. */
  path: {
    kind: 'choice',
    choices: ['worst', 'best', 'openHighLowClose', 'openLowHighClose', 'nearestExtremeFirst', 'byColour', 'detail'],
    default: 'worst',
    panel: 4,
    doc: 'The order of prices inside a candle',
  },
  /** Price move against a fill, in hundredths of a percent; short for slippage basisPoints; a decimal from 0 up to, not including, 10000. Default 0. */
  slippageBps: {
    kind: 'decimal',
    from: 0,
    below: 10000,
    unset: '0',
    flag: 'slippage-bps',
    notWith: 'execution.slippage',
    doc: 'Price move against a fill, in hundredths of a percent; short for slippage basisPoints',
  },
  slippage: SLIPPAGE as typeof SLIPPAGE,
  /** Which fills slip: those that took from the book, those of market orders, those that open or enlarge a position, or all. Default takers. */
  slippageOn: {
    // Which fills slip: those that took from the book, those of market orders, those that open or enlarge a position,
    // or all.
    kind: 'choice',
    choices: ['takers', 'marketOrders', 'entries', 'everyFill'],
    default: 'takers',
    doc: 'Which fills slip: those that took from the book, those of market orders, those that open or enlarge a position, or all',
  },
  /** Largest part of a candle's volume that an order takes; the rest keeps working; a decimal above 0 up to 1. Default no bound. */
  participation: {
    kind: 'decimal',
    above: 0,
    to: 1,
    unset: 'no bound',
    panel: 6,
    doc: "Largest part of a candle's volume that an order takes; the rest keeps working",
  },
  latency: {
    kind: 'group',
    exactlyOne: true,
    of: {
      /** Whole candles that an order travels; a whole number from 0 to 1000000. */
      candles: { kind: 'integer', from: 0, to: 1000000, doc: 'Whole candles that an order travels' },
      /** Milliseconds that an order travels; a whole number from 0 to 31536000000. */
      milliseconds: { kind: 'integer', from: 0, to: 31536000000, doc: 'Milliseconds that an order travels' },
    },
  },
  /** When attached exits begin to work. Default fill. */
  bracketFrom: {
    // When attached exits begin to work. `fill`: in the rest of the candle in which the entry filled. `nextCandle`:
    // from the candle after it. `whenUnambiguous`: at once after a market order, and after a stop entry whose target
    // the candle reaches and whose stop it does not; else from the next candle.
    kind: 'choice',
    choices: ['fill', 'nextCandle', 'whenUnambiguous'],
    default: 'fill',
    doc: 'When attached exits begin to work',
  },
  /** When the limit of a triggered stop-limit begins to work. Default nextCandle. */
  stopLimitFrom: {
    // When the limit of a triggered stop-limit that the trigger price is beyond begins to work. `fill`: in the rest of
    // the candle. `nextCandle`: from the candle after it. `byColour`: from the candle after it, unless the candle
    // certainly returns to the limit: a falling one that closes within the limit of a buy, one that does not fall for a
    // sell.
    kind: 'choice',
    choices: ['fill', 'nextCandle', 'byColour'],
    default: 'nextCandle',
    doc: 'When the limit of a triggered stop-limit begins to work',
  },
  /** Whether a trailing stop moves as the path's prices come or by the favourable extreme first. Default path. */
  trailingPath: {
    // How a trailing stop moves inside a candle. `path`: as the path's prices come. `favourableFirst`: it is judged
    // after stops and targets, moved by the candle's favourable extreme and then judged against its adverse one.
    kind: 'choice',
    choices: ['path', 'favourableFirst'],
    default: 'path',
    doc: "Whether a trailing stop moves as the path's prices come or by the favourable extreme first",
  },
  /** How many fills a symbol has in one candle. Default any. */
  fillsPerCandle: {
    // How many fills one symbol has in a candle: `one` leaves the other orders for the next candle.
    kind: 'choice',
    choices: ['any', 'one'],
    default: 'any',
    doc: 'How many fills a symbol has in one candle',
  },
  /** First candle that a strategy sees; afterWarmUp waits for every indicator. Default firstCandle. */
  startFrom: {
    // First candle that a strategy sees. `afterWarmUp`: the one after that on which its last indicator has its first
    // value.
    kind: 'choice',
    choices: ['firstCandle', 'afterWarmUp'],
    default: 'firstCandle',
    doc: 'First candle that a strategy sees; afterWarmUp waits for every indicator',
  },
  /** Whether positions stay open after the last candle or end at its close or open. Default keep. */
  openTradesAtEnd: {
    // What happens to positions that are open after the last candle. `close`: they end at its close. `closeAtOpen`: at
    // its open, as if ordered the candle before. Both with fees and slippage.
    kind: 'choice',
    choices: ['keep', 'close', 'closeAtOpen'],
    default: 'keep',
    doc: 'Whether positions stay open after the last candle or end at its close or open',
  },
  /** Smallest step of a quantity, in base units, of symbols whose rules give none; a decimal above 0. Default 0.00000001. */
  lot: {
    kind: 'decimal',
    above: 0,
    default: '0.00000001',
    flag: 'lot',
    doc: 'Smallest step of a quantity, in base units, of symbols whose rules give none',
  },
} as const

/** How much worse than the quoted price a fill is, as data; exact, then rounded to the tick against the order. */
export type SlippageOptions = NonNullable<OptionsOf<typeof EXECUTION>['slippage']>

/** Exactly one of the two. */
export interface LatencyOptions extends OptionsOf<(typeof EXECUTION)['latency']['of']> {}

/** The execution options that can be written as JSON. */
export interface ExecutionRunSettings extends OptionsOf<typeof EXECUTION> {
  /** Price move against a fill by one of several models. Default none. */
  readonly slippage?: SlippageOptions | undefined
  /** How long an order travels before the market sees it. Default not at all. */
  readonly latency?: LatencyOptions | undefined
}

type Choice<Name extends keyof typeof EXECUTION> = (typeof EXECUTION)[Name] extends {
  readonly choices: readonly (infer Each)[]
}
  ? Each
  : never

export type LimitFill = Choice<'limitFill'>

export type StopLimitGap = Choice<'stopLimitGap'>

/** The order of prices inside a candle. */
export type PathRule = Choice<'path'>

export type SlippageOn = Choice<'slippageOn'>

export type StartFrom = Choice<'startFrom'>

/** How long an order travels before the market sees it; at most one of the two is above 0. */
export type Latency = {
  /** Whole candles. */
  readonly candles: number
  readonly milliseconds: number
}

/** How orders are filled, every choice made and exact. */
export type ExecutionSettings = Omit<ExactOf<typeof EXECUTION>, 'slippage' | 'slippageBps' | 'latency'> & {
  readonly latency: Latency
}
