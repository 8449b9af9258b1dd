import { describe, expect, it } from 'vitest'
import { readAuditVerdict } from '../../../../web/api/audit.ts'
import { readJob } from '../../../../web/api/job.ts'
import { readSlo } from '../../../../web/api/slo.ts'
import { readSpot } from '../../../../web/api/spot.ts'
import { changeFraction } from '../../../../web/features/home/change.ts'
import { type Known, type PartName, partsOf } from '../../../../web/features/home/parts.ts'
import { sparkline } from '../../../../web/ui/sparkline.ts'
import { auditVerdictDocument, jobDocument, sloDocument, spotDocument } from '../../../support/desk-documents.ts'

const NOW = 1_000_000_000
const datum = <T>(value: T) => ({ value, receivedAt: NOW })

const WELL: Known = {
  status: { phase: 'live', cause: null, since: 0, lastEventAt: NOW },
  now: NOW,
  slo: datum(readSlo(sloDocument())),
  jobs: datum([]),
  verdict: datum(readAuditVerdict(auditVerdictDocument())),
  spot: datum(readSpot(spotDocument())),
}

const said = (known: Partial<Known>, name: PartName): string => {
  const part = partsOf({ ...WELL, ...known }).find((one) => one.name === name)
  return `${part?.tone} ${part?.text}`
}
const queuedFor = (ms: number) => datum([readJob(jobDocument('a', 'queued', NOW - ms))])
const spot = (more: object) => datum(readSpot({ ...spotDocument(), ...more }))
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
    ['audit', { verdict: datum(readAuditVerdict(auditVerdictDocument('tampered'))) }, 'bad tampered'],
    ['audit', { verdict: datum(readAuditVerdict(auditVerdictDocument('a new word'))) }, 'warn unproven'],
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
