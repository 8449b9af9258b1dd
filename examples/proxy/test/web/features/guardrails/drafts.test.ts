import { describe, expect, it } from 'vitest'
import type { Documents } from '../../../../web/api/documents.ts'
import { localTime, readOverrideDraft } from '../../../../web/features/guardrails/overrides/override-draft.ts'
import { draftOf, freshTexts, readDraft } from '../../../../web/features/guardrails/proposals/proposal-draft.ts'
import { guardrailDocuments } from '../../../support/guardrail-documents.ts'

const documents = guardrailDocuments()
const { approved } = documents['/api/policies'] as Documents['Policies']
const { strategies } = documents['/api/strategies'] as Documents['StrategyList']

describe('a draft of a proposal', () => {
  it('that nobody changed is what is approved, to the last digit', () => {
    const reading = readDraft(draftOf(approved), approved, strategies)
    expect(reading).toEqual({ ok: true, target: approved })
  })

  it('keeps money as text, and leaves out a limit that is empty', () => {
    const draft = { ...draftOf(approved), maxDrawdownPct: '', maxNotional: '300000.10' }
    const reading = readDraft(draft, approved, strategies)
    expect(reading).toMatchObject({ ok: true, target: { limits: { maxNotional: '300000.10' } } })
    expect(reading.ok && Object.keys(reading.target.limits)).toEqual(['maxNotional'])
  })

  it('names every field that is not as it must be', () => {
    const texts = { ...draftOf(approved).strategies, breakout: { fast: '', slow: '1.5' } }
    const draft = { ...draftOf(approved), strategies: texts, maxDrawdownPct: '101', maxNotional: '0.0' }
    const reading = readDraft(draft, approved, strategies)
    expect(reading.ok ? {} : reading.problems).toMatchObject({
      'target.strategies.breakout.fast': { kind: 'missing' },
      'target.strategies.breakout.slow': { kind: 'range' },
      'target.limits.maxDrawdownPct': { kind: 'range' },
      'target.limits.maxNotional': { kind: 'range' },
    })
  })

  it('begins a strategy with the defaults of its schema', () => {
    const [strategy] = strategies
    expect(strategy && freshTexts(strategy)).toEqual({ fast: '10', slow: '30' })
  })
})

describe('a draft of an override', () => {
  const now = Date.UTC(2026, 0, 15, 12)
  const at = (ms: number): string => localTime(now + ms)
  const HOUR = 3_600_000
  const draft = {
    policies: ['max-drawdown'],
    datasets: 'all' as const,
    from: '',
    until: at(HOUR),
    maxUses: '1',
    reason: 'x',
  }

  it('that is whole becomes what the executor takes', () => {
    expect(readOverrideDraft(draft, now)).toEqual({
      ok: true,
      body: { policies: ['max-drawdown'], symbols: 'all', until: now + HOUR, maxUses: 1, reason: 'x' },
    })
  })

  it.each([
    [{ policies: [] }, ['policies']],
    [{ datasets: [] }, ['datasets']],
    [{ until: at(-HOUR) }, ['until']],
    [{ until: '' }, ['until']],
    [{ until: at(7 * 24 * HOUR + 60_000) }, ['until']],
    [{ from: at(2 * HOUR) }, ['until']],
    [{ maxUses: '0' }, ['maxUses']],
    [{ maxUses: '1001' }, ['maxUses']],
    [{ maxUses: '1.5', policies: [] }, ['policies', 'maxUses']],
  ])('with %j is told so', (change, wrong) => {
    expect(readOverrideDraft({ ...draft, ...change }, now)).toEqual({ ok: false, wrong })
  })
})
