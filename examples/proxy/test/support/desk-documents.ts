import type { AuditVerdict, Job, Risk, RunStatus, Slo, Spot, TradingMode } from '../../web/api/documents.ts'
import type { Session } from '../../web/state/session/session-document.ts'

const MINUTE = 60_000

const percentiles = (p50: number, p95: number, p99: number) => ({ count: 240, p50, p95, p99 })

/** A job as the executor shows it. */
export function jobDocument(id: string, status: RunStatus, createdAt: number, more: Partial<Job> = {}): Job {
  return {
    id,
    status,
    waiting: null,
    strategy: 'sma-cross',
    params: { fast: 10, slow: 30 },
    dataset: 'sp500-daily',
    datasets: ['sp500-daily'],
    detail: [],
    settings: {},
    attempts: 1,
    createdAt,
    startedAt: createdAt + 8,
    finishedAt: status === 'done' ? createdAt + 96 : null,
    runMs: status === 'done' ? 88 : null,
    progress: status === 'done' ? 1 : null,
    summary: status === 'done' ? { returnPct: 112.4, maxDrawdownPct: 33.9, sharpe: 0.61, tradeCount: 87 } : null,
    error: null,
    address: `address of ${id}`,
    resultSha256: status === 'done' ? 'ab'.repeat(32) : null,
    resultBytes: status === 'done' ? 41_200 : null,
    ...more,
  }
}

export function sloDocument(startP95 = 12.4): Slo {
  return {
    since: Date.now() - 90 * MINUTE,
    windowMs: 86_400_000,
    startMs: percentiles(6.1, startP95, startP95 * 1.6),
    queueWaitMs: percentiles(2.2, 9.8, 21),
    runMs: percentiles(88, 310, 1_420),
    eventLoopDelayMs: { p50: 10.1, p99: 12.2, max: 31 },
    freshness: { heartbeatAgeMs: 412 },
    budgets: {
      availability: { objective: 0.999, total: 4_213, bad: 1, budgetLeft: 0.763 },
      start: { objective: 0.95, total: 240, bad: 2, budgetLeft: 0.833 },
    },
  }
}

export function riskDocument(mode: TradingMode = 'active'): Risk {
  return {
    trading: {
      mode,
      since: Date.now() - 42 * MINUTE,
      by: { id: 'ayse', credential: 'session' },
      reason: mode === 'active' ? 'opened for the day' : 'prices look wrong',
      failure: null,
      request: null,
    },
    limits: [
      { name: 'maxDrawdownPct', limit: 40, reached: 33.9, remaining: 6.1 },
      { name: 'maxNotional', limit: '250000', reached: null, remaining: null },
    ],
    overrides: [],
    verdicts: [],
  }
}

export function spotDocument(last = '3412650'): Spot {
  return {
    source: 'simulator',
    state: 'live',
    symbol: 'BTCTRY',
    last,
    bid: '3412100',
    ask: '3413200',
    change: '47850.00',
    at: Date.now() - 400,
    ageMs: 400,
    clock: { offsetMs: -38, boundMs: 12 },
    reconnects: 0,
    error: null,
  }
}

export function auditVerdictDocument(status: AuditVerdict['status'] = 'intact'): AuditVerdict {
  const found = { size: 1_284, head: 'ab'.repeat(32), checkpoints: 2, restsOn: 'own-key' as const }
  return { status, ...found, verifiedAt: Date.now() - 20_000, tookMs: 31, ageMs: 20_000 }
}

export function sessionDocument(more: Partial<Session> = {}): Session {
  return {
    mode: 'local',
    operator: { id: 'local', role: 'operator', signedIn: false },
    stepUpUntil: null,
    expiresAt: null,
    grafanaUrl: 'http://127.0.0.1:3000',
    now: Date.now(),
    ...more,
  }
}

/** What a desk in good order answers, by path. */
export function deskDocuments(): Readonly<Record<string, unknown>> {
  const now = Date.now()
  const jobs = [1, 4, 9, 26, 71, 90].map((minutes, index) =>
    jobDocument(`0${index}-a1b2c3`, index === 3 ? 'failed' : 'done', now - minutes * MINUTE),
  )
  return {
    '/api/session': sessionDocument(),
    '/api/slo': sloDocument(),
    '/api/risk': riskDocument(),
    '/api/proposals': { proposals: [] },
    '/api/overrides': { overrides: [] },
    '/api/spot': spotDocument(),
    '/api/backtests': { backtests: jobs, nextCursor: null },
    '/api/audit/verify': auditVerdictDocument(),
  }
}
