import type { z } from 'zod'
import { shorten } from '../describe-value.ts'
import { fromIssues } from './invalid-options.ts'
import { runSettingsSchema } from './schema/run-settings-schema.ts'

/** One setting that is refused. */
export type SettingProblem = {
  /** For example `account.feeRate`; empty where the settings as a whole are to blame. */
  readonly field: string
  /** What is allowed and what was received, to be read after the field: `must be a decimal above 0, received -5`. */
  readonly message: string
}

/**
 * Everything that is wrong with the settings of a run, each taken by itself. What settings ask of one another is checked
 * by `createBacktest`, which says the first of it alone.
 *
 * @returns an empty list where nothing is
 */
export function checkSettings(input: unknown): readonly SettingProblem[] {
  const parsed = runSettingsSchema.safeParse(input)
  if (parsed.success) return []
  return parsed.error.issues.flatMap(onePerKey).map((issue) => {
    const { field, message } = fromIssues([issue], input, {})
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
