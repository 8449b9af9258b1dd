import { type Documents, isFields } from '../../../api/documents.ts'

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

/** The statistics of a run under one convention, as tables show them. */
export type StatisticsReport = {
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

function groupOf(name: string, fields: object): StatisticsGroup {
  const values = Object.entries(fields).filter((entry): entry is [string, Value] => isValue(entry[1]))
  return { name, values: Object.fromEntries(values) }
}

/** Every object of the document is a group of figures; the tables beside them are lists. */
export function reportOf({ notes, ...document }: Documents['Statistics']): StatisticsReport {
  const lists = document as unknown as Omit<StatisticsReport, 'groups' | 'notes'>
  return {
    groups: Object.entries(document).flatMap(([name, group]) => (isFields(group) ? [groupOf(name, group)] : [])),
    byMonth: lists.byMonth ?? [],
    byYear: lists.byYear ?? [],
    byTag: lists.byTag ?? [],
    byExitReason: lists.byExitReason ?? [],
    drawdowns: lists.drawdowns ?? [],
    notes: notes as StatisticsReport['notes'],
  }
}
