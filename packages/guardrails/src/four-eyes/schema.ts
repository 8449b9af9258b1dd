import { z } from 'zod'
import type { Actor } from './actor.ts'
import { type Refused, refuse } from './outcome.ts'

/** Only visible ASCII, so that no two names look alike and differ. */
export const idText: z.ZodType<string> = z.string().regex(/^[!-~]{1,128}$/, '1 to 128 visible ASCII characters')

/** Words for people: no control characters, no halves of surrogate pairs, not only blanks. */
export const reasonText: z.ZodType<string> = z
  .string()
  .min(1)
  .max(500)
  .refine((text) => /[^\s]/u.test(text) && !/[\p{Cc}\p{Cs}]/u.test(text), 'words, without control characters')

/** A moment: whole milliseconds since the epoch, UTC, up to the year 9999. */
export const moment: z.ZodType<number> = z.int().min(0).max(253_402_300_799_999)

/** A SHA-256 in lower-case hexadecimal digits. */
export const hashText: z.ZodType<string> = z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits')

export const actorSchema: z.ZodType<Actor> = z.strictObject({
  id: idText,
  credential: idText,
  roles: z.array(idText).max(32).optional(),
})

/** The command, checked and copied, or the refusal that names its first wrong member. */
export function readCommand<Command>(
  schema: z.ZodType<Command>,
  command: unknown,
  now: number,
): { readonly command: Command; readonly refused?: undefined } | Refused<'invalid_command'> {
  if (!moment.safeParse(now).success) {
    return refuse('invalid_command', `now: must be whole milliseconds since the epoch, was ${now}`)
  }
  const parsed = schema.safeParse(command)
  if (parsed.success) return { command: parsed.data }
  const issue = parsed.error.issues[0]
  const where = ['command', ...(issue?.path ?? [])].map(String).join('.')
  return refuse('invalid_command', `${where}: ${issue?.message ?? 'not a command'}`)
}
