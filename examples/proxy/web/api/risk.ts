import {
  type Fields,
  readFields,
  readList,
  readNumber,
  readOptionalNumber,
  readOptionalText,
  readText,
} from './read.ts'

const MODES = ['active', 'reducing', 'halted'] as const
export type TradingMode = (typeof MODES)[number]

export type Person = { readonly id: string; readonly credential: string }

export type Rearm = {
  readonly id: string
  readonly to: TradingMode
  readonly by: Person
  readonly reason: string
  readonly at: number
  readonly expiresAt: number
}

export type Trading = {
  readonly mode: TradingMode
  readonly since: number
  readonly by: Person
  readonly reason: string
  /** Why the stored mode cannot be trusted; it stays halted then. */
  readonly failure: string | null
  /** A request to re-arm that waits for another person. */
  readonly request: Rearm | null
}

export type Limit = {
  readonly name: string
  /** `null`: there is none. Money is a decimal string. */
  readonly limit: number | string | null
  readonly reached: number | null
  readonly headRoom: number | null
}

export type ActiveOverride = {
  readonly id: string
  readonly policies: readonly string[]
  readonly symbols: 'all' | readonly string[]
  readonly until: number
  readonly usesLeft: number
}

export type Verdict = {
  readonly at: number
  readonly job: string
  readonly strategy: string
  readonly operator: string
  readonly verdict: 'approved' | 'refused'
  readonly policies: readonly string[]
  readonly overrides: readonly string[]
}

/** What may be done now, and what was said of the last starts, newest first. Times are epoch ms. */
export type Risk = {
  readonly trading: Trading
  readonly limits: readonly Limit[]
  readonly overrides: readonly ActiveOverride[]
  readonly verdicts: readonly Verdict[]
}

function readMode(value: unknown, where: string): TradingMode {
  const text = readText(value, where)
  const mode = MODES.find((known) => known === text)
  // A mode nobody knows must not look like an active one.
  if (mode === undefined) throw new TypeError(`${where} "${text}" is not one this page knows`)
  return mode
}

export function readPerson(value: unknown, where: string): Person {
  const fields = readFields(value, where)
  return {
    id: readText(fields['id'], `${where}.id`),
    credential: readOptionalText(fields['credential'], `${where}.credential`) ?? '',
  }
}

function readRearm(value: unknown): Rearm | null {
  if (value === null || value === undefined) return null
  const fields = readFields(value, 'request')
  return {
    id: readText(fields['id'], 'request.id'),
    to: readMode(fields['to'], 'request.to'),
    by: readPerson(fields['by'], 'request.by'),
    reason: readText(fields['reason'], 'request.reason'),
    at: readNumber(fields['at'], 'request.at'),
    expiresAt: readNumber(fields['expiresAt'], 'request.expiresAt'),
  }
}

function readTrading(value: unknown): Trading {
  const fields = readFields(value, 'trading')
  return {
    mode: readMode(fields['mode'], 'trading.mode'),
    since: readNumber(fields['since'], 'trading.since'),
    by: readPerson(fields['by'], 'trading.by'),
    reason: readText(fields['reason'], 'trading.reason'),
    failure: readOptionalText(fields['failure'], 'trading.failure'),
    request: readRearm(fields['request']),
  }
}

function readLimit(value: unknown, where: string): Limit {
  const fields = readFields(value, where)
  const limit = fields['limit']
  return {
    name: readText(fields['name'], `${where}.name`),
    limit: typeof limit === 'string' ? limit : readOptionalNumber(limit, `${where}.limit`),
    reached: readOptionalNumber(fields['reached'], `${where}.reached`),
    headRoom: readOptionalNumber(fields['headRoom'], `${where}.headRoom`),
  }
}

const readTexts = (fields: Fields, name: string, where: string): readonly string[] =>
  readList(fields[name], `${where}.${name}`, readText)

export function readSymbols(value: unknown, where: string): 'all' | readonly string[] {
  return value === 'all' ? 'all' : readList(value, where, readText)
}

function readActiveOverride(value: unknown, where: string): ActiveOverride {
  const fields = readFields(value, where)
  return {
    id: readText(fields['id'], `${where}.id`),
    policies: readTexts(fields, 'policies', where),
    symbols: readSymbols(fields['symbols'], `${where}.symbols`),
    until: readNumber(fields['until'], `${where}.until`),
    usesLeft: readNumber(fields['usesLeft'], `${where}.usesLeft`),
  }
}

export function readVerdict(value: unknown, where = 'verdict'): Verdict {
  const fields = readFields(value, where)
  return {
    at: readNumber(fields['at'], `${where}.at`),
    job: readText(fields['job'], `${where}.job`),
    strategy: readText(fields['strategy'], `${where}.strategy`),
    operator: readText(fields['operator'], `${where}.operator`),
    verdict: readText(fields['verdict'], `${where}.verdict`) === 'approved' ? 'approved' : 'refused',
    policies: readTexts(fields, 'policies', where),
    overrides: readTexts(fields, 'overrides', where),
  }
}

export function readRisk(value: unknown): Risk {
  const fields = readFields(value, 'risk')
  return {
    trading: readTrading(fields['trading']),
    limits: readList(fields['limits'], 'limits', readLimit),
    overrides: readList(fields['overrides'], 'overrides', readActiveOverride),
    verdicts: readList(fields['verdicts'], 'verdicts', readVerdict),
  }
}
