import { expect, it } from 'vitest'
import { z } from 'zod'
import { defaultStrategy, strategies } from '../src/index.ts'

it('lists these samples, the default among them', () => {
  expect(strategies.map(({ name }) => name)).toEqual([
    'sma-cross',
    'rsi-reversion',
    'donchian-breakout',
    'bollinger-reversion',
    'buy-and-hold',
  ])
  expect(strategies).toContain(defaultStrategy)
})

it.each(strategies.map((strategy) => [strategy.name, strategy] as const))(
  '%s describes itself for a form',
  (_, one) => {
    expect(one.description).toMatch(/\w/)
    const { properties } = z.toJSONSchema(one.params, { io: 'input' })
    for (const [name, schema] of Object.entries(properties ?? {})) {
      expect(schema, name).toMatchObject({ default: expect.anything(), description: expect.stringMatching(/\w/) })
      expect(schema, name).toMatchObject({
        type: expect.stringMatching(/^(integer|number)$/),
        maximum: expect.any(Number),
      })
    }
  },
)
