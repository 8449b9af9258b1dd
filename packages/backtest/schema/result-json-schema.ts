import { backtestResultSchema, RESULT_SCHEMA } from '@tezgah/backtest'
import { z } from 'zod'

/** The text of `result.schema.json`. */
export function resultJsonSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(backtestResultSchema)
  const title = `Tezgah backtest result, schema ${RESULT_SCHEMA}`
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`
}
