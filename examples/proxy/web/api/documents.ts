import type { components } from './contract.d.ts'

/** A document as the page holds it: no view changes one. */
export type Immutable<T> = T extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T

/** The executor's documents by the name that the contract gives them. */
export type Documents = { readonly [Name in keyof components['schemas']]: Immutable<components['schemas'][Name]> }

/** An object of which only the executor, a strategy or the engine knows the fields. */
export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export type Job = Documents['Backtest']
export type RunStatus = Documents['JobStatus']
export type Strategy = Documents['StrategyDescription']
export type Dataset = Documents['Dataset']
export type Candles = Documents['Candles']
export type Settings = Documents['SettingList']
export type Setting = Documents['SettingDescription']
export type Policies = Documents['Policies']
export type Policy = Policies['policies'][number]
export type Approved = Documents['Approved']
export type Proposal = Documents['Proposal']
export type Change = Proposal['changes'][number]
export type Override = Documents['Override']
export type Risk = Documents['Risk']
export type Trading = Risk['trading']
export type Rearm = NonNullable<Trading['request']>
export type Limit = Risk['limits'][number]
export type TradingMode = Documents['TradingMode']
export type Verdict = Documents['StartVerdict']
export type AuditRecord = Documents['AuditRecord']
export type AuditVerdict = Documents['AuditVerification']
export type Slo = Documents['Slo']
export type Percentiles = Documents['Percentiles']
export type Budget = Documents['ErrorBudget']
export type Spot = Documents['Spot']

/** What a run is made of. Amounts are decimal strings, so that no digit is lost on the way. */
export type RunInputs = Readonly<{
  strategy: string
  /** Ids, one for each symbol; intervals may vary. */
  datasets: readonly string[]
  /** Ids of datasets with finer candles of these symbols. */
  detail: readonly string[]
  params: Fields
  /** What the engine calls settings, in groups. */
  settings: Fields
}>

export const isFinished = ({ status }: Pick<Job, 'status'>): boolean =>
  status === 'done' || status === 'failed' || status === 'cancelled'
