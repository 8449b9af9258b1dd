import { isFields, readFields, readList, readNumber, readOptionalNumber, readOptionalText, readText } from './read.ts'

type Value = number | string | null

export type StatisticsGroup = { readonly name: string; readonly values: Readonly<Record<string, Value>> }

export type Breakdown = {
  readonly name: string | null
  readonly count: number
  readonly winRatePct: number | null
  readonly netProfit: number
  readonly profitFactor: number | null
  readonly averageTradePct: number | null
}

export type Drawdown = {
  readonly depthPct: number
  readonly peakTime: number
  readonly valleyTime: number
  readonly recoveryTime: number | null
  readonly durationMs: number
}

export type MonthReturn = { readonly year: number; readonly month: number; readonly returnPct: number | null }
export type YearReturn = { readonly year: number; readonly returnPct: number | null }

/** The report on a run under one convention. */
export type StatisticsReport = {
  readonly convention: string
  readonly groups: readonly StatisticsGroup[]
  readonly byMonth: readonly MonthReturn[]
  readonly byYear: readonly YearReturn[]
  readonly byTag: readonly Breakdown[]
  readonly byExitReason: readonly Breakdown[]
  readonly drawdowns: readonly Drawdown[]
  /** Why a figure is null, by its path. */
  readonly notes: Readonly<Record<string, string>>
}

const isValue = (value: unknown): value is Value =>
  value === null || typeof value === 'number' || typeof value === 'string'

function readGroup(name: string, fields: object): StatisticsGroup {
  const values = Object.entries(fields).filter((entry): entry is [string, Value] => isValue(entry[1]))
  return { name, values: Object.fromEntries(values) }
}

function readBreakdown(value: unknown, where: string): Breakdown {
  const fields = readFields(value, where)
  return {
    name: readOptionalText(fields['name'], `${where}.name`),
    count: readNumber(fields['count'], `${where}.count`),
    winRatePct: readOptionalNumber(fields['winRatePct'], `${where}.winRatePct`),
    netProfit: readNumber(fields['netProfit'], `${where}.netProfit`),
    profitFactor: readOptionalNumber(fields['profitFactor'], `${where}.profitFactor`),
    averageTradePct: readOptionalNumber(fields['averageTradePct'], `${where}.averageTradePct`),
  }
}

function readDrawdown(value: unknown, where: string): Drawdown {
  const fields = readFields(value, where)
  const number = (name: string): number => readNumber(fields[name], `${where}.${name}`)
  return {
    depthPct: number('depthPct'),
    peakTime: number('peakTime'),
    valleyTime: number('valleyTime'),
    recoveryTime: readOptionalNumber(fields['recoveryTime'], `${where}.recoveryTime`),
    durationMs: number('durationMs'),
  }
}

function readYear(value: unknown, where: string): YearReturn {
  const fields = readFields(value, where)
  return {
    year: readNumber(fields['year'], `${where}.year`),
    returnPct: readOptionalNumber(fields['returnPct'], `${where}.returnPct`),
  }
}

function readMonth(value: unknown, where: string): MonthReturn {
  return { ...readYear(value, where), month: readNumber(readFields(value, where)['month'], `${where}.month`) }
}

export function readStatisticsReport(value: unknown): StatisticsReport {
  const fields = readFields(value, 'statistics')
  const { notes, ...rest } = fields
  const groups = Object.entries(rest).flatMap(([name, group]) => (isFields(group) ? [readGroup(name, group)] : []))
  const list = <T>(name: string, read: (item: unknown, where: string) => T): readonly T[] =>
    readList(fields[name] ?? [], name, read)
  const reasons = Object.entries(isFields(notes) ? notes : {}).map(([name, note]) => [name, String(note)])
  return {
    convention: readText(fields['convention'], 'convention'),
    groups,
    byMonth: list('byMonth', readMonth),
    byYear: list('byYear', readYear),
    byTag: list('byTag', readBreakdown),
    byExitReason: list('byExitReason', readBreakdown),
    drawdowns: list('drawdowns', readDrawdown),
    notes: Object.fromEntries(reasons),
  }
}
