/**
 * What a field holds. `decimal` is an exact amount as text, `digest` 64 hexadecimal digits, `time` milliseconds since
 * the Unix epoch, UTC. With `?` the field may be absent.
 */
export type FieldKind = Kind | `${Kind}?`

type Kind = 'text' | 'texts' | 'count' | 'decimal' | 'flag' | 'digest' | 'time' | 'json'

/** The fields of the `details` of each action. Further fields are allowed, these mean what they mean here. */
export const VOCABULARY = {
  'backtest.start': { strategy: 'text', dataset: 'text?', address: 'text?' },
  'backtest.finish': { status: 'text', attempts: 'count?', resultSha256: 'json?', runMs: 'json?', error: 'json?' },
  'backtest.cancel': { reason: 'text?' },
  'backtest.readdress': { was: 'text', address: 'text?' },
  'backtest.repair': { address: 'text' },
  'auth.failed': { reason: 'text' },
  'rate.limited': { bucket: 'text' },
  'proposal.created': { proposal: 'digest', parameter: 'text', from: 'json', to: 'json', expiresAt: 'time' },
  'proposal.withdrawn': { proposal: 'digest', reason: 'text?' },
  'proposal.expired': { proposal: 'digest' },
  'proposal.applied': { proposal: 'digest' },
  'approval.granted': { proposal: 'digest', approvals: 'count', needed: 'count' },
  'approval.refused': { proposal: 'digest', reason: 'text' },
  'approval.revoked': { proposal: 'digest', reason: 'text?' },
  'override.granted': { policy: 'text', reason: 'text', expiresAt: 'time' },
  'override.used': { policy: 'text', order: 'text' },
  'override.revoked': { policy: 'text', reason: 'text?' },
  'guardrail.verdict': { verdict: 'text', order: 'text', policies: 'digest?', codes: 'texts?' },
  'order.placed': { symbol: 'text', side: 'text', quantity: 'decimal', price: 'decimal?', exchangeId: 'text?' },
  'order.changed': { symbol: 'text', quantity: 'decimal?', price: 'decimal?' },
  'order.cancelled': { symbol: 'text', reason: 'text?' },
  'order.refused': { symbol: 'text', code: 'text', reason: 'text?' },
  'order.unknown': { symbol: 'text', reason: 'text?' },
  fill: { symbol: 'text', side: 'text', quantity: 'decimal', price: 'decimal', fee: 'decimal?', trade: 'text?' },
  kill: { reason: 'text', scope: 'text?' },
  rearm: { reason: 'text', scope: 'text?' },
  'config.change': { parameter: 'text', from: 'json', to: 'json', proposal: 'digest?' },
  'log.segment_opened': { segment: 'count', size: 'count', head: 'digest', frontier: 'texts', previous: 'json' },
  'log.segment_sealed': { segment: 'count', records: 'count', bytes: 'count', root: 'digest' },
  'log.segments_pruned': { through: 'count', segments: 'texts', size: 'count', head: 'digest', frontier: 'texts' },
  'log.recovered_tail': { bytes: 'count', sha256: 'digest' },
  'log.key_rotated': { from: 'text', to: 'text' },
} as const

/** An action that this project's programs record. A log may hold others. */
export type KnownAction = keyof typeof VOCABULARY
