import type { z } from 'zod'
import type { FieldError } from './errors.ts'

const MAX_SHOWN = 60

/**
 * One entry per refused field of a zod error; parse with `{ reportInput: true }` to have what was received in the message.
 *
 * @param prefix - put before each path, for example `params`
 */
export function toFieldErrors(error: z.ZodError, prefix = ''): readonly FieldError[] {
  return error.issues.flatMap((issue) => {
    const path = [...(prefix === '' ? [] : [prefix]), ...issue.path]
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ field: fieldName([...path, key]), message: 'is not a known field' }))
    }
    const received = 'input' in issue ? `, received ${describe(issue.input)}` : ''
    return [{ field: fieldName(path) || 'body', message: `${issue.message}${received}` }]
  })
}

/** `params.levels[2]` */
function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, key) => {
    if (typeof key === 'number') return `${name}[${key}]`
    const shown = shorten(String(key))
    return name === '' ? shown : `${name}.${shown}`
  }, '')
}

/** What was received, short enough for a message; objects and lists by their kind only. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  return shorten(typeof value === 'string' ? JSON.stringify(value) : String(value))
}

function shorten(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}
