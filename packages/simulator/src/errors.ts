import { BtcturkError } from '@tezgah/btcturk'
import { describeValue } from '@tezgah/core/describe'

/** An option out of its range: names the field, the limit and, shortened, what was received. */
export function invalidOption(field: string, limit: string, received: unknown): BtcturkError {
  return new BtcturkError('invalid_request', `${field} must be ${limit}, received ${describeValue(received, 60)}`, {
    outcome: 'not_sent',
    field,
  })
}
