import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { hasCode } from '@tezgah/core/node/durable-file'
import { z } from 'zod'

/** Every problem of the environment at once. No message repeats a value that could be a secret. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/** @param note - what the number is of, such as ` of minutes` */
export function wholeNumber(min: number, max: number, note = ''): z.ZodType<number, string> {
  return z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: `must be a whole number${note} from ${min} to ${max}`,
    })
    .transform(Number)
}

/** The variables in a `.env` file; none where there is no such file. */
export function readEnvFile(file: string): Readonly<Record<string, string | undefined>> {
  try {
    return parseEnv(readFileSync(file, 'utf8'))
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return {}
    throw error
  }
}
