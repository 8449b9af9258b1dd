import { describe, expect, it } from 'vitest'
import type { AuditVerdict, Spot } from '../../../../web/api/documents.ts'
import { trustedSpot, trustedVerdict } from '../../../../web/api/trusted-values.ts'
import { changeFraction } from '../../../../web/features/home/change.ts'
import { type Known, type PartName, partsOf } from '../../../../web/features/home/parts.ts'
import { sparkline } from '../../../../web/ui/sparkline.tsx'
import { auditVerdictDocument, jobDocument, sloDocument, spotDocument } from '../../../support/desk-documents.ts'

const NOW = 1_000_000_000
const timed = <T>(value: T) => ({ value, receivedAt: NOW })

const WELL: Known = {
  status: { phase: 'live', cause: null, since: 0, lastEventAt: NOW },
  now: NOW,
  slo: timed(sloDocument()),
  jobs: timed([]),
  verdict: timed(auditVerdictDocument()),
  spot: timed(spotDocument()),
}

const said = (known: Partial<Known>, name: PartName): string => {
  const part = partsOf({ ...WELL, ...known }).find((one) => one.name === name)
  return `${part?.tone} ${part?.text}`
}
const queuedFor = (ms: number) => timed([jobDocument('a', 'queued', NOW - ms)])
const spot = (more: object) => timed(trustedSpot({ ...spotDocument(), ...more } as Spot))
const broken = (cause: Known['status']['cause']): Known['status'] => ({
  phase: 'reconnecting',
  cause,
  since: NOW - 9_000,
  lastEventAt: NOW - 9_000,
})

describe('the parts of the desk', () => {
  it('are all well when they are', () => {
    expect(partsOf(WELL).map(({ tone }) => tone)).toEqual(Array(6).fill('good'))
  })

  it.each([
    ['queue', { jobs: queuedFor(59_000) }, 'good depth'],
    ['queue', { jobs: queuedFor(60_000) }, 'warn stuck'],
    ['audit', { verdict: timed(auditVerdictDocument('tampered')) }, 'bad tampered'],
    [
      'audit',
      { verdict: timed(trustedVerdict(auditVerdictDocument('a new word' as AuditVerdict['status']))) },
      'warn unproven',
    ],
    ['audit', { verdict: 'failed' }, 'warn unknown'],
    ['spot', { spot: spot({ source: 'btcturk' }) }, 'good live'],
    ['spot', { spot: spot({ state: 'stale' }) }, 'bad stale'],
    ['spot', { spot: spot({ source: 'off' }) }, 'idle off'],
    ['spot', { spot: spot({ source: 'somewhere' }) }, 'idle off'],
    ['executor', { slo: null }, 'idle waiting'],
    ['executor', { status: broken('executor') }, 'bad unavailable'],
    ['executor', { status: broken(null) }, 'warn reconnecting'],
    ['proxy', { status: broken('executor') }, 'good answers'],
    ['proxy', { status: broken('proxy') }, 'bad unavailable'],
    ['executor', { status: broken('proxy') }, 'idle unknown'],
    ['queue', { status: broken('executor') }, 'idle unknown'],
    ['spot', { status: broken('proxy') }, 'idle unknown'],
  ] as const)('%s, %j: %s', (name, known, expected) => {
    expect(said(known, name)).toBe(expected)
  })
})

it('the change of a price is a share of what it was', () => {
  expect(changeFraction({ ask: '110', change: '10' })).toBe(0.1)
  expect(changeFraction({ ask: '10', change: '10' })).toBeNull()
  expect(changeFraction({ ask: null, change: '10' })).toBeNull()
})

describe('a sparkline', () => {
  it('draws nothing without a value, but its limit', () => {
    expect(sparkline([null, null], 100)).toEqual({ path: null, limitY: 6 })
  })

  it('leaves a hole where nothing was measured', () => {
    expect(sparkline([50, null, 100, 50], 200).path).toBe('M0 72M66.67 50L100 72')
  })

  it('stays inside its box, however high a value is', () => {
    expect(sparkline([0, 1e9], 1).path).toBe('M0 94L100 23.6')
  })
})
