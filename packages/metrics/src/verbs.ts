import { definitions, type LabelsOf, type TradingState } from './catalogue.ts'
import type { Meter } from './meter.ts'
import type { Metrics } from './metrics.ts'
import { countedMethod, OTHER } from './names.ts'

type BacktestVerb =
  | 'started'
  | 'finished'
  | 'enqueued'
  | 'waited'
  | 'processed'
  | 'ran'
  | 'setUnfinished'
  | 'setOldestQueued'

type ServiceVerb =
  | 'httpAnswered'
  | 'authenticationFailed'
  | 'rateLimited'
  | 'auditAppended'
  | 'auditFailed'
  | 'setAuditPending'
  | 'auditVerified'

/** What is told of backtests. */
export function backtestVerbs(meter: Meter): Pick<Metrics, BacktestVerb> {
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
    setOldestQueued: (at) => meter.set('executor_backtest_oldest_queued_timestamp_seconds', {}, (at ?? 0) / 1000),
  }
}

/** What is told of a service around its backtests. @param now - milliseconds since the Unix epoch */
export function serviceVerbs(meter: Meter, now: () => number): Pick<Metrics, ServiceVerb> {
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

/** 1 for the state, 0 for the others; a state that there is not leaves all as they are. */
export function setTradingState(meter: Meter, state: TradingState): void {
  meter.set('executor_trading_state', { state }, 1)
  const { state: states = [] } = definitions.executor_trading_state.labels ?? {}
  for (const other of states as TradingState[]) {
    if (states.includes(state) && other !== state) meter.set('executor_trading_state', { state: other }, 0)
  }
}

/** 200 to 299 is `2xx`. What is none of the classes is passed on, for the meter to refuse. */
function statusClass(statusCode: number): LabelsOf<'executor_http_requests_total'>['status_class'] {
  const { status_class: classes = [] } = definitions.executor_http_requests_total.labels ?? {}
  const found = Number.isInteger(statusCode) ? classes[Math.floor(statusCode / 100) - 1] : undefined
  return (found ?? statusCode) as never
}
