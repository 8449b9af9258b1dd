import { definitions, type MetricName } from './catalogue.ts'

/** Far above every amount that is real, and far below where sums of doubles become infinite. */
const MAX_AMOUNT = 1e15

/**
 * Refuses NaN, infinities, what is below zero where that means nothing, and parts of a count: one of them makes a sum
 * useless for ever.
 */
export function amountProblem(name: MetricName, value: unknown): RangeError | null {
  const definition = definitions[name]
  const least = definition.type === 'gauge' && definition.signed ? -MAX_AMOUNT : 0
  const isWhole = definition.type === 'counter'
  const fits = typeof value === 'number' && value >= least && value <= MAX_AMOUNT
  if (fits && (!isWhole || Number.isInteger(value))) return null
  const kind = isWhole ? 'a whole number' : 'a number'
  return new RangeError(`${name}: a value must be ${kind} from ${least} to ${MAX_AMOUNT}, was ${short(value)}`)
}

/** Says which values a label may have, and what was received. */
export function labelProblem(name: MetricName, labels: Readonly<Record<string, unknown>>): RangeError {
  const { named = [], labels: closed = {} } = definitions[name]
  const wrong = Object.entries(closed).find(([label, values]) => !values.includes(labels[label] as string))
  const [label, expected] = wrong ? [wrong[0], wrong[1].join(', ')] : [named.join(', '), 'what the service named']
  const received = wrong ? short(labels[label]) : named.map((each) => short(labels[each])).join(', ')
  return new RangeError(`${name}: ${label} must be one of ${expected}, was ${received}`)
}

/** As a short line, whatever was passed. */
export function short(value: unknown): string {
  return typeof value === 'string'
    ? JSON.stringify(value.slice(0, 64))
    : typeof value === 'number'
      ? `${value}`
      : typeof value
}
