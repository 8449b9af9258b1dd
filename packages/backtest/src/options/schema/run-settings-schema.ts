import type { z } from 'zod'
import { PRESETS } from '../choices.ts'
import type { RunSettings } from '../options.ts'
import { accountSchema } from './account-schema.ts'
import { executionSchema } from './execution-schema.ts'
import { booleanField, choiceField, countField, group } from './fields.ts'
import { rulesSchema } from './rules-schema.ts'
import { statisticsSchema } from './statistics-schema.ts'

/**
 * Every setting of a run that can be written as JSON: the one source for the library, the command line and HTTP.
 *
 * What comes out equals what went in, so that it can be handed to `backtest` as it is; unknown keys are refused. Of the
 * rules that join several fields (such as leverage, which needs a margin account) those that a preset can decide are
 * checked by `backtest` alone.
 */
export const runSettingsSchema: z.ZodType<RunSettings, RunSettings> = group({
  preset: choiceField(
    PRESETS,
    'Rules of another system as the defaults of the settings. Default conservative',
  ).optional(),
  account: accountSchema.optional(),
  execution: executionSchema.optional(),
  rules: rulesSchema.optional(),
  statistics: statisticsSchema.optional(),
  bounds: booleanField('Run the best and the worst path as well and report the interval. Default false').optional(),
  seed: countField(null, 'A whole number that every random draw of the run follows from. Default 0').optional(),
})
