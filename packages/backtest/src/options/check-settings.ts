import { shorten } from '@tezgah/core/describe'
import type { z } from 'zod'
import { optionError } from './option-error.ts'
import { runSettingsSchema } from './schema.ts'

/** One setting that is refused. */
export type SettingProblem = {
  /** For example `account.feeRate`; empty where the settings as a whole are wrong. */
  readonly field: string
  /** What is allowed and what was received, to be read after the field: `must be a decimal above 0, received -5`. */
  readonly message: string
}

/**
 * Every wrong setting of a run, each checked by itself. Rules that join several settings are checked by `createBacktest`,
 * which reports the first violation.
 *
 * @returns an empty list if all settings are valid
 */
export function checkSettings(input: unknown): readonly SettingProblem[] {
  const parsed = runSettingsSchema.safeParse(input)
  if (parsed.success) return []
  return parsed.error.issues.flatMap(onePerKey).map((issue) => {
    const { field, message } = optionError([issue], input, {})
    return { field: field ?? '', message: withoutField(message, field ?? '') }
  })
}

/** An object's unknown keys come as one issue. */
function onePerKey(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => ({ ...issue, keys: [key] })) : [issue]
}

function withoutField(message: string, field: string): string {
  return message.slice(shorten(field).length).replace(/^:? /, '')
}
