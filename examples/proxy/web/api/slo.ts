import { readFields, readNumber, readOptionalNumber } from './read.ts'

/** Milliseconds; `null` while nothing was measured. */
export type Percentiles = {
  readonly count: number
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

export type Budget = {
  /** The share that has to be good, below 1. */
  readonly objective: number
  readonly total: number
  readonly bad: number
  /** 1: nothing is used; 0: all of it; below 0: the objective is missed; `null`: nothing happened yet. */
  readonly left: number | null
}

/** How well the executor keeps what it promises. */
export type Slo = {
  readonly since: number
  readonly startMs: Percentiles
  readonly queueWaitMs: Percentiles
  readonly runMs: Percentiles
  readonly heartbeatAgeMs: number
  readonly availability: Budget
  readonly start: Budget
}

function readPercentiles(value: unknown, where: string): Percentiles {
  const fields = readFields(value, where)
  return {
    count: readNumber(fields['count'], `${where}.count`),
    p50: readOptionalNumber(fields['p50'], `${where}.p50`),
    p95: readOptionalNumber(fields['p95'], `${where}.p95`),
    p99: readOptionalNumber(fields['p99'], `${where}.p99`),
  }
}

function readBudget(value: unknown, where: string): Budget {
  const fields = readFields(value, where)
  return {
    objective: readNumber(fields['objective'], `${where}.objective`),
    total: readNumber(fields['total'], `${where}.total`),
    bad: readNumber(fields['bad'], `${where}.bad`),
    left: readOptionalNumber(fields['budgetLeft'], `${where}.budgetLeft`),
  }
}

export function readSlo(value: unknown): Slo {
  const fields = readFields(value, 'slo')
  const budgets = readFields(fields['budgets'], 'budgets')
  return {
    since: readNumber(fields['since'], 'since'),
    startMs: readPercentiles(fields['startMs'], 'startMs'),
    queueWaitMs: readPercentiles(fields['queueWaitMs'], 'queueWaitMs'),
    runMs: readPercentiles(fields['runMs'], 'runMs'),
    heartbeatAgeMs: readNumber(readFields(fields['freshness'], 'freshness')['heartbeatAgeMs'], 'heartbeatAgeMs'),
    availability: readBudget(budgets['availability'], 'budgets.availability'),
    start: readBudget(budgets['start'], 'budgets.start'),
  }
}
