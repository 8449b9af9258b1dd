import { z } from 'zod'
import type { SlippageOptions } from '../options.ts'
import { choiceTag, countField, decimalField, group, listOf } from './fields.ts'
import { BASIS_POINTS, COEFFICIENT, FRACTION, NOT_NEGATIVE } from './ranges.ts'

const MODELS = ['none', 'fixed', 'basisPoints', 'ticks', 'halfSpread', 'volumeShare'] as const
const MAX_TICKS = 1_000_000

/** The tag of one model; it is described as the choice among all of them. */
function modelField<Model extends (typeof MODELS)[number]>(model: Model): z.ZodLiteral<Model> {
  return choiceTag(z.literal(model), MODELS, 'How much worse than the quoted price a fill is. Default none')
}

/** A slippage model by name, each with fields of its own. */
export const slippageSchema: z.ZodType<SlippageOptions, SlippageOptions> = z.discriminatedUnion(
  'model',
  [
    group({ model: modelField('none') }),
    group({
      model: modelField('fixed'),
      amount: decimalField(NOT_NEGATIVE, 'Quote currency for each base unit'),
    }),
    group({
      model: modelField('basisPoints'),
      bps: decimalField(BASIS_POINTS, 'Hundredths of a percent of the price'),
    }),
    group({
      model: modelField('ticks'),
      ticks: countField(MAX_TICKS, "Whole steps of the symbol's tick, which its rules must give"),
    }),
    group({
      model: modelField('halfSpread'),
      spread: decimalField(NOT_NEGATIVE, 'Spread between bid and ask in quote currency; this or spreadBps').optional(),
      spreadBps: decimalField(BASIS_POINTS, 'Spread in hundredths of a percent of the price').optional(),
    }).refine(({ spread, spreadBps }) => (spread === undefined) !== (spreadBps === undefined), {
      error: 'an object with exactly one of spread and spreadBps',
    }),
    group({
      model: modelField('volumeShare'),
      coefficient: decimalField(
        COEFFICIENT,
        'Impact, as a fraction of the price, of an order as large as the candle’s volume. Default 0.1',
      ).optional(),
      maximum: decimalField(
        FRACTION,
        'Largest impact, as a fraction of the price, and that of a candle without volume. Default 0.1',
      ).optional(),
    }),
  ],
  { error: `an object with a model, one of ${listOf(MODELS)}` },
)
