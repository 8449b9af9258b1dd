import { z } from 'zod'
import * as choices from '../choices.ts'
import type { ExecutionRunSettings, LatencyOptions } from '../options.ts'
import { choiceField, countField, decimalField, group, numberField } from './fields.ts'
import { BASIS_POINTS, PART, POSITIVE } from './ranges.ts'
import { slippageSchema } from './slippage-schema.ts'

const MAX_LATENCY_CANDLES = 1_000_000
const MAX_LATENCY_MS = 31_536_000_000
const PROBABILITY = 'a number from 0 to 1'

const latency: z.ZodType<LatencyOptions, LatencyOptions> = group({
  candles: countField(MAX_LATENCY_CANDLES, 'Whole candles that an order travels').optional(),
  milliseconds: countField(MAX_LATENCY_MS, 'Milliseconds that an order travels').optional(),
}).refine(({ candles, milliseconds }) => (candles === undefined) !== (milliseconds === undefined), {
  error: 'an object with exactly one of candles and milliseconds',
})

export const executionSchema: z.ZodType<ExecutionRunSettings, ExecutionRunSettings> = group({
  fillAt: choiceField(choices.FILL_AT, 'When a market order decided at a close trades. Default nextOpen').optional(),
  limitFill: choiceField(
    choices.LIMIT_FILLS,
    'Whether a limit fills when the price trades through it, when it reaches it (targets excepted), or then with a chance. Default cross',
  ).optional(),
  touchProbability: numberField(
    z.number({ error: PROBABILITY }).min(0, { error: PROBABILITY }).max(1, { error: PROBABILITY }),
    PROBABILITY,
    'Chance that a touched limit fills; needed by, and only for, limitFill touchWithProbability',
  ).optional(),
  stopGap: choiceField(choices.STOP_GAPS, 'Where a stop trades that the open is beyond. Default open').optional(),
  limitGap: choiceField(choices.LIMIT_GAPS, 'Where a limit trades that the open is beyond. Default open').optional(),
  stopLimitGap: choiceField(
    choices.STOP_LIMIT_GAPS,
    'Where a stop-limit trades whose stop the open is beyond. Default open',
  ).optional(),
  path: choiceField(choices.PATHS, 'The order of prices inside a candle. Default worst').optional(),
  slippageBps: decimalField(
    BASIS_POINTS,
    'Price move against a fill, in hundredths of a percent; short for slippage basisPoints. Default 0',
  ).optional(),
  slippage: slippageSchema.optional(),
  slippageOn: choiceField(
    choices.SLIPPAGE_ON,
    'Which fills slip: those that took from the book, those of market orders, those that open or enlarge a position, or all. Default takers',
  ).optional(),
  participation: decimalField(
    PART,
    "Largest part of a candle's volume that an order takes; the rest keeps working. Default no bound",
  ).optional(),
  latency: latency.optional(),
  bracketFrom: choiceField(choices.BRACKET_FROM, 'When attached exits begin to work. Default fill').optional(),
  stopLimitFrom: choiceField(
    choices.STOP_LIMIT_FROM,
    'When the limit of a triggered stop-limit begins to work. Default nextCandle',
  ).optional(),
  trailingPath: choiceField(
    choices.TRAILING_PATHS,
    "Whether a trailing stop moves as the path's prices come or by the favourable extreme first. Default path",
  ).optional(),
  fillsPerCandle: choiceField(
    choices.FILLS_PER_CANDLE,
    'How many fills a symbol has in one candle. Default any',
  ).optional(),
  startFrom: choiceField(
    choices.START_FROM,
    'First candle that a strategy sees; afterWarmUp waits for every indicator. Default firstCandle',
  ).optional(),
  openTradesAtEnd: choiceField(
    choices.OPEN_TRADES_AT_END,
    'Whether positions stay open after the last candle or end at its close or open. Default keep',
  ).optional(),
  lot: decimalField(
    POSITIVE,
    'Smallest step of a quantity, in base units, of symbols whose rules give none. Default 0.00000001',
  ).optional(),
})
