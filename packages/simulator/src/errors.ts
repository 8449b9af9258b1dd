import { BtcturkError } from '@tezgah/btcturk'

const MAX_RECEIVED = 60

/** An option out of its range: names the field, the limit and, shortened, what was received. */
export function invalidOption(field: string, limit: string, received: unknown): BtcturkError {
  return new BtcturkError('invalid_request', `${field} must be ${limit}, received ${describe(received)}`, {
    outcome: 'not_sent',
    field,
  })
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `'${value.length > MAX_RECEIVED ? `${value.slice(0, MAX_RECEIVED)}…` : value}'`
  if (value === null || typeof value !== 'object') return String(value)
  return Array.isArray(value) ? 'an array' : 'an object'
}
