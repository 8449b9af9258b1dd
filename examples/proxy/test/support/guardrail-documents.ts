import type { Documents, Override, Proposal, Verdict } from '../../web/api/documents.ts'

const HOUR = 3_600_000
const HASH = 'a1'.repeat(32)

export const person = (id: string) => ({ id, credential: `ADMIN_TOKEN>${id}` })

/** A proposal of burak's as the executor shows it. */
export function proposalDocument(id: string, more: Partial<Proposal> = {}): Proposal {
  const now = Date.now()
  return {
    id,
    content: HASH,
    base: HASH,
    target: HASH,
    policies: HASH,
    parameters: { values: { strategies: { 'sma-cross': { fast: 12, slow: 30 } }, limits: { maxDrawdownPct: 30 } } },
    changes: [
      { path: '/strategies/sma-cross/fast', kind: 'changed', from: 10, to: 12 },
      { path: '/limits/maxDrawdownPct', kind: 'changed', from: 40, to: 30 },
      { path: '/limits/maxNotional', kind: 'removed', from: '250000' },
    ],
    quorum: 1,
    proposer: person('burak'),
    reason: 'quarterly review',
    createdAt: now - HOUR,
    expiresAt: now + HOUR,
    notBefore: null,
    approvals: [],
    status: 'pending',
    ...more,
  }
}

/** One that burak asked for and ayse approved, in force. */
export function overrideDocument(id: string, more: Partial<Override> = {}): Override {
  const now = Date.now()
  return {
    id,
    content: HASH,
    policies: ['approved-parameters'],
    symbols: ['sp500-daily'],
    from: now - HOUR,
    until: now + HOUR,
    maxUses: 3,
    uses: 1,
    reason: 'one comparison',
    requestedBy: person('burak'),
    requestedAt: now - HOUR,
    approvedBy: person('ayse'),
    status: 'approved',
    ...more,
  }
}

export function verdictDocument(job: string, at: number, more: Partial<Verdict> = {}): Verdict {
  const said = { verdict: 'approved' as const, policies: [], overrides: [] }
  return { at, job, strategy: 'sma-cross', operator: 'nightly', ...said, ...more }
}

/** What the view reads besides the desk's own documents, by path. */
export function guardrailDocuments() {
  const policy = (name: Documents['PolicyName'], canBeWaived = true) => ({
    name,
    description: `What ${name} says`,
    canBeWaived,
  })
  const number = (maximum: number, initial: number) => ({ type: 'integer', minimum: 1, maximum, default: initial })
  const properties = { fast: number(400, 10), slow: number(800, 30) }
  return {
    '/api/policies': {
      hash: HASH,
      policies: [
        policy('trading-mode', false),
        policy('approved-parameters'),
        policy('max-drawdown'),
        policy('max-notional'),
      ],
      approved: {
        strategies: { 'sma-cross': { fast: 10, slow: 30 } },
        limits: { maxDrawdownPct: 40, maxNotional: '250000.000000000000000001' },
      },
    },
    '/api/strategies': {
      default: 'sma-cross',
      strategies: ['sma-cross', 'breakout'].map((name) => ({ name, params: { type: 'object', properties } })),
    },
    '/api/datasets': {
      default: 'sp500-daily',
      datasets: [
        {
          ...{ id: 'sp500-daily', title: 'S&P 500 index, daily', symbol: 'SPX', interval: '1d', source: 'test' },
          ...{
            licence: 'CC0-1.0',
            sha256: HASH,
            synthetic: false,
            bytes: 1_024,
            from: 0,
            to: 86_400_000,
            candleCount: 2,
          },
        },
      ],
    },
  }
}
