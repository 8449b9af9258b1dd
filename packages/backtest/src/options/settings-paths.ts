import type { z } from 'zod'
import { type FieldInfo, fields } from './schema/fields.ts'
import { runSettingsSchema } from './schema/run-settings-schema.ts'

/** One setting of a run, for a command line, a form or a page of documentation. */
export type SettingPath = FieldInfo & {
  /** For example `execution.limitFill`. */
  readonly path: string
  readonly description: string
}

/**
 * Every setting of {@link runSettingsSchema} that has a value of its own, in the order of the schema. The models of
 * `execution.slippage` share a group: its fields stand beside each other, and `execution.slippage.model` says which count.
 */
export function settingPaths(): readonly SettingPath[] {
  const found = new Map<string, SettingPath>()
  collect(runSettingsSchema, '', found)
  return [...found.values()]
}

function collect(schema: z.core.$ZodType, path: string, found: Map<string, SettingPath>): void {
  const inner = withoutOptional(schema)
  const info = fields.get(inner)
  if (info !== undefined) {
    const { description = '' } = inner as z.ZodType
    if (!found.has(path)) found.set(path, { path, ...info, description })
    return
  }
  const { def } = inner._zod as z.core.$ZodTypes['_zod']
  if (def.type === 'union') for (const option of def.options) collect(option, path, found)
  if (def.type !== 'object') return
  for (const [name, child] of Object.entries(def.shape)) collect(child, path === '' ? name : `${path}.${name}`, found)
}

function withoutOptional(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod as z.core.$ZodTypes['_zod']
  return def.type === 'optional' ? def.innerType : schema
}
