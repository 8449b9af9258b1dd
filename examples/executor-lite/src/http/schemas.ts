import type { JsonValue } from '@tezgah/core/canonical-json'
import { z } from 'zod'

/** The same schema under a name of its own in the OpenAPI document, so that a generated client has a type of this name. */
export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  const { description } = schema
  return schema.meta({ id, ...(description !== undefined && { description }) }) as Schema
}

/** Any JSON: one instance, which the OpenAPI document knows by its identity. */
export const jsonValue: z.ZodType<JsonValue> = z.json()
z.globalRegistry.add(jsonValue, { id: 'JsonValue' })
