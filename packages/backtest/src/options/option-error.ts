import { describeValue, shorten } from '@tezgah/core/describe'
import type { z } from 'zod'
import { BacktestError } from '../errors.ts'

export function invalidOption(field: string, allowed: string, received: unknown): BacktestError {
  const shown = shorten(field)
  return new BacktestError('invalid_options', `${shown} must be ${allowed}, received ${describeValue(received)}`, {
    field,
  })
}

/**
 * The error for the first issue that a schema found in `input`.
 *
 * @param moreKeys - keys that are allowed besides those of the schema, by the name of their group
 */
export function optionError(
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
  moreKeys: Readonly<Record<string, readonly string[]>>,
): BacktestError {
  const { issue, path } = deepestIssue(issues[0]!, [])
  if (issue.code !== 'unrecognized_keys') return invalidOption(fieldName(path), issue.message, valueAt(input, path))
  const field = fieldName([...path, issue.keys[0]!])
  const known = [issue.message, ...(moreKeys[fieldName(path)] ?? [])].join(', ')
  return new BacktestError('invalid_options', `${shorten(field)}: ${known}`, { field })
}

type Found = { readonly issue: z.core.$ZodIssue; readonly path: readonly PropertyKey[] }

/** Of the branches of a union, the one that matched the kind of the value: the caller meant that one. */
function deepestIssue(issue: z.core.$ZodIssue, parent: readonly PropertyKey[]): Found {
  const path = [...parent, ...issue.path]
  if (issue.code !== 'invalid_union') return { issue, path }
  const meant = issue.errors.filter((branch) => branch.length > 0 && !isOfOtherKind(branch[0]!))
  return meant.length === 1 ? deepestIssue(meant[0]![0]!, path) : { issue, path }
}

/** True if the branch takes values of another kind. */
function isOfOtherKind(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0
}

export function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input)
}

/** `account.fees.tiers[1].fromVolume` */
function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, key) => {
    if (typeof key === 'number') return `${name}[${key}]`
    return name === '' ? String(key) : `${name}.${String(key)}`
  }, '')
}
