import { z } from 'zod'
import { STATISTICS_CONVENTIONS } from '../choices.ts'
import type { StatisticsRunSettings } from '../options.ts'
import { choiceField, group, numberField } from './fields.ts'

const PERIODS = 'a number above 0'
const RISK_FREE = 'a number above -1'

export const statisticsSchema: z.ZodType<StatisticsRunSettings, StatisticsRunSettings> = group({
  periodsPerYear: numberField(
    z.number({ error: PERIODS }).gt(0, { error: PERIODS }),
    PERIODS,
    'Candles in a year, for annualised figures. Default as observed in the series',
  ).optional(),
  convention: choiceField(STATISTICS_CONVENTIONS, 'Whose definitions the statistics follow. Default tezgah').optional(),
  riskFreeRate: numberField(
    z.number({ error: RISK_FREE }).gt(-1, { error: RISK_FREE }),
    RISK_FREE,
    'Risk-free return a year, as a fraction. Default 0',
  ).optional(),
})
