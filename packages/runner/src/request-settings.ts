import { checkSettings, type RunSettings } from '@tezgah/backtest'
import type { FieldError } from './errors.ts'
import type { JobSpec } from './job.ts'

/** Settings that a request may also give beside `settings`. */
const GROUPS = ['account', 'execution', 'statistics', 'seed'] as const

/** A request's settings in one piece, and how the request calls each of them. */
export type RequestSettings = {
  readonly settings: JobSpec['settings']
  /** What is wrong with them, each taken by itself. Where this is not empty, `settings` are not what they say they are. */
  readonly errors: readonly FieldError[]
  /** `account.feeRate` as the sender wrote it: `settings.account.feeRate`, or as it is. */
  readonly nameOf: (path: string) => string
}

/** @param request - an object; the rest of it is not looked at */
export function readRequestSettings(request: Readonly<Record<string, unknown>>): RequestSettings {
  const { settings: given = {} } = request
  if (!isGroup(given)) return { settings: { seed: 0 }, errors: problemsOf(given, settingName), nameOf: settingName }
  const beside = GROUPS.filter((group) => request[group] !== undefined)
  const twice = beside.filter((group) => given[group] !== undefined)
  const nameOf = (path: string) => (beside.some((group) => isWithin(path, group)) ? path : settingName(path))
  const merged = { ...given, ...Object.fromEntries(beside.map((group) => [group, request[group]])) }
  const errors = [
    ...twice.map((group) => ({ field: group, message: `is given twice, here and as settings.${group}; give one` })),
    ...problemsOf(merged, nameOf),
  ]
  return { settings: compact(merged), errors, nameOf }
}

function problemsOf(settings: unknown, nameOf: (path: string) => string): readonly FieldError[] {
  return checkSettings(settings).map(({ field, message }) => ({ field: nameOf(field), message }))
}

function settingName(path: string): string {
  return path === '' ? 'settings' : `settings.${path}`
}

function isWithin(path: string, group: string): boolean {
  return path === group || path.startsWith(`${group}.`)
}

/** Without what says nothing, so that requests for the same run have the same address. */
function compact(settings: RunSettings): JobSpec['settings'] {
  const entries = Object.entries(settings).filter(([, value]) => !isGroup(value) || Object.keys(value).length > 0)
  return { ...Object.fromEntries(entries), seed: settings.seed ?? 0 }
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
