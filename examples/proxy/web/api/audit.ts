import {
  type Fields,
  isFields,
  readFields,
  readNumber,
  readOptionalNumber,
  readOptionalText,
  readText,
} from './read.ts'

const OUTCOMES = ['success', 'failure', 'refused', 'unknown'] as const

/** One record of the audit log. `seq` counts from the first without a gap; times are epoch ms. */
export type AuditRecord = {
  readonly seq: number
  readonly time: number
  readonly boot: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly outcome: (typeof OUTCOMES)[number]
  readonly details: Fields
  readonly correlationId: string | null
  readonly prev: string
  readonly hash: string
  /** As it came, with whatever else stands in it: this is what is hashed. */
  readonly raw: Fields
}

/** What the last verification of the whole log found. */
export type AuditVerdict = {
  readonly status: 'intact' | 'tampered' | 'torn' | 'unproven'
  /** Records that were read. */
  readonly size: number
  readonly firstBadSeq: number | null
  readonly reason: string | null
  readonly verifiedAt: number
  readonly tookMs: number
  readonly ageMs: number
}

export function readAuditRecord(value: unknown, where = 'record'): AuditRecord {
  const fields = readFields(value, where)
  const text = (name: string): string => readText(fields[name], `${where}.${name}`)
  const outcome = text('outcome')
  return {
    seq: readNumber(fields['seq'], `${where}.seq`),
    time: readNumber(fields['time'], `${where}.time`),
    boot: text('boot'),
    actor: text('actor'),
    action: text('action'),
    subject: text('subject'),
    outcome: OUTCOMES.find((known) => known === outcome) ?? 'unknown',
    details: isFields(fields['details']) ? fields['details'] : {},
    correlationId: readOptionalText(fields['correlationId'], `${where}.correlationId`),
    prev: text('prev'),
    hash: text('hash'),
    raw: fields,
  }
}

const STATUSES = ['intact', 'tampered', 'torn', 'unproven'] as const

export function readAuditVerdict(value: unknown): AuditVerdict {
  const fields = readFields(value, 'verification')
  const status = readText(fields['status'], 'status')
  return {
    // Nothing that is not known may pass for intact.
    status: STATUSES.find((known) => known === status) ?? 'unproven',
    size: readNumber(fields['size'], 'size'),
    firstBadSeq: readOptionalNumber(fields['firstBadSeq'], 'firstBadSeq'),
    reason: readOptionalText(fields['reason'], 'reason'),
    verifiedAt: readNumber(fields['verifiedAt'], 'verifiedAt'),
    tookMs: readNumber(fields['tookMs'], 'tookMs'),
    ageMs: readNumber(fields['ageMs'], 'ageMs'),
  }
}
