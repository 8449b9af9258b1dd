import { backtests } from './catalogue/backtests.ts'
import type { MetricDefinition } from './catalogue/definition.ts'
import { service } from './catalogue/service.ts'
import { trading } from './catalogue/trading.ts'

type Catalogue = typeof backtests & typeof service & typeof trading

/** Every metric of Tezgah by name. Dashboards and alerts may rely on it. */
export const catalogue: Catalogue = { ...backtests, ...service, ...trading }

/** The same, each as a definition like any other. */
export const definitions: Readonly<Record<MetricName, MetricDefinition>> = catalogue

/** The name of a metric in the catalogue. */
export type MetricName = keyof Catalogue

type NameOf<Shape> = { [Name in MetricName]: Catalogue[Name] extends Shape ? Name : never }[MetricName]

export type CounterName = NameOf<{ readonly type: 'counter' }>
export type GaugeName = NameOf<{ readonly type: 'gauge' }>
export type HistogramName = NameOf<{ readonly type: 'histogram' }>

type ClosedLabels<Definition> = Definition extends { readonly labels: infer Labels }
  ? { readonly [Label in keyof Labels]: Labels[Label] extends readonly (infer Value)[] ? Value : never }
  : unknown

type NamedLabels<Definition> = Definition extends { readonly named: readonly (infer Label extends string)[] }
  ? { readonly [Each in Label]: string }
  : unknown

/** The labels of a metric, each with the type of its values; `{}` fits where there are none. */
export type LabelsOf<Name extends MetricName> = ClosedLabels<Catalogue[Name]> & NamedLabels<Catalogue[Name]>

/** How a backtest ended. */
export type FinalStatus = LabelsOf<'executor_backtest_finished_total'>['status']

/** What a guardrail decided. */
export type Verdict = LabelsOf<'executor_guardrail_verdicts_total'>['verdict']

/** Whether orders pass, only those that lower the risk, or none. */
export type TradingState = LabelsOf<'executor_trading_state'>['state']
