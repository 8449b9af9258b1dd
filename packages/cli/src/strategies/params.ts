import type { Strategy } from '@tezgah/backtest'
import { z } from 'zod'
import { UsageError } from '../exit.ts'

type JsonSchema = z.core.JSONSchema.BaseSchema

/** The parameters of a strategy by name, each as JSON Schema. */
export function paramSchemas(strategy: Strategy): ReadonlyMap<string, JsonSchema> {
  // A parameter that JSON cannot spell (a date, a bigint) still has a name worth listing.
  const { properties = {} } = z.toJSONSchema(strategy.params, { io: 'input', unrepresentable: 'any' })
  return new Map(
    Object.entries(properties).map(([name, schema]) => [name, typeof schema === 'boolean' ? {} : schema] as const),
  )
}

/**
 * The texts of `--param` as the values that the strategy's schema asks for. Ranges are checked by the engine.
 *
 * @throws UsageError if the strategy has no such parameter, or the text cannot be a value of its type
 */
export function readParams(strategy: Strategy, given: ReadonlyMap<string, string>): Record<string, unknown> {
  const schemas = paramSchemas(strategy)
  return Object.fromEntries(
    [...given].map(([name, text]) => {
      const schema = schemas.get(name)
      if (schema === undefined) throw unknownParam(strategy, name, [...schemas.keys()])
      return [name, readValue(name, text, schema)]
    }),
  )
}

function unknownParam(strategy: Strategy, name: string, known: readonly string[]): UsageError {
  const allowed = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`
  return new UsageError(`--param: strategy ${strategy.name} has no parameter "${name}"; ${allowed}`)
}

function readValue(name: string, text: string, schema: JsonSchema): unknown {
  if (schema.enum !== undefined) return readChoice(name, text, schema.enum)
  switch (schema.type) {
    case 'integer':
    case 'number':
      return readNumber(name, text)
    case 'boolean':
      return readChoice(name, text, [true, false])
    case 'string':
      return text
    default:
      return readJson(text)
  }
}

function readNumber(name: string, text: string): number {
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isFinite(value)) throw new UsageError(`--param ${name} must be a number, was "${text}"`)
  return value
}

function readChoice(name: string, text: string, choices: readonly unknown[]): unknown {
  const choice = choices.find((one) => String(one) === text)
  if (choice === undefined) throw new UsageError(`--param ${name} must be one of ${choices.join(', ')}, was "${text}"`)
  return choice
}

/** Lists and unions are given as JSON; a text that is not JSON can still be one of a union's strings. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
