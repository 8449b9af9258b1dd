import { definitions, type FinalStatus, type LabelsOf, type TradingState } from './catalogue.ts'
import type { Meter } from './meter.ts'
import { countedMethod, OTHER } from './series.ts'

/** A request that was answered. */
export type HttpAnswer = {
  readonly method: string
  /** The pattern that matched; `undefined` when none did. */
  readonly route: string | undefined
  /** 100 to 599. */
  readonly statusCode: number
}

/** Milliseconds since the Unix epoch, or `null` where there is no such time. */
type EpochMs = number | null

type ResultVerdict = LabelsOf<'executor_results_checked_total'>['verdict']

/** Records backtests. */
export interface BacktestRecorder {
  /** A backtest was accepted and is durable. */
  started(): void
  finished(status: FinalStatus): void
  /** Milliseconds from the arrival of a start to its being durable. */
  enqueued(durationMs: number): void
  /** Seconds from being durable to the first attempt. */
  waited(seconds: number): void
  /** Candles that a running backtest processed since its last report. */
  processed(candles: number): void
  /** How long a backtest computed, and over how many candles. */
  ran(run: { readonly seconds: number; readonly candles: number }): void
  /** How many backtests are queued or running now. */
  setUnfinished(count: number): void
  /** How many queued backtests wait for code or data that no worker has. */
  setWaiting(count: number): void
  /** A stored result was compared with its sha256. */
  resultChecked(verdict: ResultVerdict): void
  /** When the backtest that has waited longest was queued. */
  setOldestQueued(at: EpochMs): void
}

/** Records a service around its backtests. */
export interface ServiceRecorder {
  httpAnswered(answer: HttpAnswer): void
  authenticationFailed(): void
  rateLimited(): void
  /** Seconds until an audit record was durable. */
  auditAppended(seconds: number): void
  auditFailed(): void
  /** When the oldest audit record that is not durable yet was handed over. */
  setAuditPending(at: EpochMs): void
  /** The audit log was checked just now. */
  auditVerified(isIntact: boolean): void
}

/** Records backtests on a meter. */
export function createBacktestRecorder(meter: Meter): BacktestRecorder {
  return {
    started() {
      meter.count('backtest_start_total', {})
      meter.count('executor_backtest_started_total', {})
    },
    finished(status) {
      meter.count('backtest_done_total', { status })
      meter.count('executor_backtest_finished_total', { status })
    },
    enqueued(durationMs) {
      meter.observe('backtest_enqueue_ms', durationMs)
      meter.observe('executor_backtest_start_duration_seconds', durationMs / 1000)
    },
    waited: (seconds) => meter.observe('executor_backtest_queue_wait_seconds', seconds),
    processed: (candles) => meter.count('executor_backtest_bars_processed_total', {}, candles),
    ran({ seconds, candles }) {
      meter.observe('executor_backtest_duration_seconds', seconds)
      meter.count('executor_candles_processed_total', {}, candles)
    },
    setUnfinished: (count) => meter.set('executor_backtest_jobs_unfinished', {}, count),
    setWaiting: (count) => meter.set('executor_backtest_jobs_waiting', {}, count),
    resultChecked: (verdict) => meter.count('executor_results_checked_total', { verdict }),
    setOldestQueued: (at) => meter.set('executor_backtest_oldest_queued_timestamp_seconds', {}, (at ?? 0) / 1000),
  }
}

/**
 * Records a service on a meter.
 *
 * @param now - milliseconds since the Unix epoch
 */
export function createServiceRecorder(meter: Meter, now: () => number): ServiceRecorder {
  return {
    httpAnswered: ({ method, route = OTHER, statusCode }) =>
      meter.count('executor_http_requests_total', {
        method: countedMethod(method),
        route,
        status_class: statusClass(statusCode),
      }),
    authenticationFailed: () => meter.count('executor_auth_failures_total', {}),
    rateLimited: () => meter.count('executor_rate_limit_hits_total', {}),
    auditAppended: (seconds) => meter.observe('executor_audit_append_duration_seconds', seconds),
    auditFailed: () => meter.count('executor_audit_append_failures_total', {}),
    setAuditPending: (at) => meter.set('executor_audit_oldest_pending_timestamp_seconds', {}, (at ?? 0) / 1000),
    auditVerified(isIntact) {
      if (isIntact) meter.set('executor_audit_verified_timestamp_seconds', {}, now() / 1000)
      else meter.count('executor_audit_verify_failures_total', {})
    },
  }
}

/** 1 for the state, 0 for the others; an unknown state changes none. */
export function setTradingState(meter: Meter, state: TradingState): void {
  meter.set('executor_trading_state', { state }, 1)
  const { state: states = [] } = definitions.executor_trading_state.labels ?? {}
  for (const other of states as TradingState[]) {
    if (states.includes(state) && other !== state) meter.set('executor_trading_state', { state: other }, 0)
  }
}

/** 200 to 299 is `2xx`. Any other status is passed on, and the meter refuses it. */
function statusClass(statusCode: number): LabelsOf<'executor_http_requests_total'>['status_class'] {
  const { status_class: classes = [] } = definitions.executor_http_requests_total.labels ?? {}
  const found = Number.isInteger(statusCode) ? classes[Math.floor(statusCode / 100) - 1] : undefined
  return (found ?? statusCode) as never
}
