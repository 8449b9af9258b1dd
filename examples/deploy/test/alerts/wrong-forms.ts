import { type AlertCase, executor, PROBE } from './case.ts'

/** A rule that looks right, and a history on which it is not. */
export type WrongForm = {
  readonly insteadOf: string
  readonly expr: string
  readonly for?: string
  readonly why: string
} & Pick<AlertCase, 'series' | 'interval' | 'at'> & { readonly wrongly: 'fires' | 'silent' }

const up = executor('up')
const started = executor('process_start_time_seconds')

/** The classic mistakes, kept so that the rules are not made simpler and wrong. */
export const WRONG_FORMS: readonly WrongForm[] = [
  {
    insteadOf: 'ExecutorLiteDown',
    expr: 'up{job="executor-lite"} == 0',
    for: '1m',
    why: 'a target that left the configuration has no `up` that could be 0',
    series: { 'up{job="node"}': '1x20' },
    at: '2m',
    wrongly: 'silent',
  },
  {
    insteadOf: 'ExecutorLiteCrashLoop',
    expr: 'up{job="executor-lite"} == 0',
    for: '1m',
    why: 'a process that keeps coming back is never down for a whole minute',
    series: { [up]: '1 1 0 1 1 0 1 1 0 1 1 0 1 1 0 1', [started]: '0 0 _ 45 45 _ 90 90 _ 135 135 _ 180 180 _ 225' },
    at: '3m45s',
    wrongly: 'silent',
  },
  {
    insteadOf: 'ExecutorLiteMetricsStale',
    expr: 'time() - executor_heartbeat_timestamp_seconds{job="executor-lite"} > 40',
    why: 'a heartbeat that is not there is never old',
    series: { [up]: '1x10' },
    at: '1m',
    wrongly: 'silent',
  },
  {
    insteadOf: 'BacktestQueueStuck',
    expr: 'executor_backtest_jobs_unfinished > 0 and on (instance) sum by (instance) (increase(backtest_done_total[6m])) == 0',
    why: '`and` with a series that is missing is nothing',
    series: { [up]: '1x40', [executor('executor_backtest_jobs_unfinished')]: '2x40', [started]: '0x40' },
    at: '8m',
    wrongly: 'silent',
  },
  {
    insteadOf: 'BacktestHighLatency',
    expr: 'histogram_quantile(0.95, sum by (le) (rate(executor_backtest_duration_seconds_bucket[10m]))) > 300',
    why: 'no quantile lies above the highest finite edge',
    series: {
      [executor('executor_backtest_duration_seconds_bucket', 'le="30"')]: '0x60',
      [executor('executor_backtest_duration_seconds_bucket', 'le="300"')]: '0x60',
      [executor('executor_backtest_duration_seconds_bucket', 'le="+Inf"')]: '0+1x60',
      [executor('executor_backtest_duration_seconds_count')]: '0+1x60',
    },
    at: '13m',
    wrongly: 'silent',
  },
  {
    insteadOf: 'ExecutorAuthFailures',
    expr: 'increase(executor_auth_failures_total{job="executor-lite"}[1m]) > 5',
    why: 'increase() extrapolates to the edges of its window, and five become more than six',
    series: { [executor('executor_auth_failures_total')]: '100x4 105x8' },
    interval: '20s',
    at: '2m15s',
    wrongly: 'fires',
  },
  {
    insteadOf: 'ExecutorAuditWriteFailing',
    expr: 'rate(executor_audit_append_failures_total{job="executor-lite"}[5m]) > 0',
    why: 'a failure before the first scrape is an increase that was never seen',
    series: { [executor('executor_audit_append_failures_total')]: '1x10', [started]: '0x10' },
    at: '1m',
    wrongly: 'silent',
  },
  {
    insteadOf: 'ExecutorAvailabilityFastBurn',
    expr: 'slo:availability:err_ratio1h > 14.4 * 0.001',
    why: 'a long window alone goes on paging for an hour after it is over',
    series: { [PROBE]: '1x79 0x19 1x20' },
    interval: '30s',
    at: '1h',
    wrongly: 'fires',
  },
]
