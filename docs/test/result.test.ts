import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { backtest, backtestResultSchema, createSeries, defineStrategy, RESULT_SCHEMA } from '@tezgah/backtest'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const page = readFileSync(path.join(import.meta.dirname, '../result.md'), 'utf8')

/** A buy with a bracket, on candles in which both exits lie. */
const bracket = defineStrategy({
  name: 'bracket',
  params: z.object({}),
  setup: () => ({
    onCandle(ctx) {
      if (!ctx.position.isOpen) ctx.buy({ percentOfEquity: 50, stopLoss: { percent: 2 }, takeProfit: { percent: 2 } })
    },
  }),
})

const closes = Array.from({ length: 30 }, (_, day) => 100 + (day % 3))
const candles = createSeries({
  symbol: 'DEMO',
  interval: '1d',
  time: closes.map((_, day) => day * 86_400_000),
  open: closes,
  high: closes.map((close) => close * 1.05),
  low: closes.map((close) => close * 0.95),
  close: closes,
  volume: closes.map(() => 1_000_000),
})
const result = backtest({ strategy: bracket, candles, bounds: true })

type Schema = { readonly properties?: Readonly<Record<string, Schema>>; readonly items?: Schema }

const { properties = {} } = z.toJSONSchema(backtestResultSchema, { io: 'input' }) as Schema

describe('docs/result.md', () => {
  it('computes the digest from the published JSON, as printed', () => {
    const [, code] = /```js\n([\s\S]*?)```/.exec(page) ?? []
    const digestOf = new Function('createHash', 'text', `${code}; return [digest, expected]`)
    const [digest, expected] = digestOf(createHash, JSON.stringify(result))
    expect(digest).toBe(result.manifest.digest)
    expect(expected).toBe(digest)
  })

  it('names the parts of a result, in their order', () => {
    const [, parts = ''] = /^`\{ (.*) \}`: the same/m.exec(page) ?? []
    expect(parts.split(', ')).toEqual(Object.keys(properties))
    expect(page).toMatch(new RegExp(`\\| ${RESULT_SCHEMA} +\\|`))
  })

  it.each(['account', 'orders', 'fills', 'trades', 'manifest', 'bounds'])('names every field of %s', (part) => {
    const named = new Set([...page.matchAll(/`(?:manifest\.)?(\w+)(?:\[\])?`/g)].map(([, name]) => name))
    const schema = properties[part]
    const fields = Object.keys((schema?.items ?? schema)?.properties ?? (result[part as 'bounds'] as object))
    expect(fields.length).toBeGreaterThan(2)
    expect(fields.filter((name) => !named.has(name))).toEqual([])
  })

  it('means by pathDependent and bounds what a bracket with both exits in one candle shows', () => {
    expect(result.fills.some(({ pathDependent }) => pathDependent)).toBe(true)
    const { lowest, highest } = result.bounds!.finalEquity
    expect(Number(lowest)).toBeLessThan(Number(highest))
  })
})
