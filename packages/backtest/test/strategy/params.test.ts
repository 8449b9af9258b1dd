import { BacktestError, defineStrategy, parseParams } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

const strategy = defineStrategy({
  name: 'sample',
  params: z.object({
    fast: z.int().min(1).max(100).default(10),
    mode: z.enum(['calm', 'wild']).default('calm'),
    band: z.object({ width: z.number().positive() }).optional(),
  }),
  setup: () => ({ onCandle: () => {} }),
})

function refusal(params: unknown): BacktestError {
  try {
    parseParams(strategy, params)
  } catch (error) {
    if (error instanceof BacktestError) return error
    throw error
  }
  throw new Error('the parameters were accepted')
}

test('what is left out takes its default', () => {
  expect(parseParams(strategy, undefined)).toEqual({ fast: 10, mode: 'calm' })
  expect(parseParams(strategy, { fast: 3 })).toEqual({ fast: 3, mode: 'calm' })
})

describe('a wrong parameter is named, with its limit and what was received:', () => {
  test.each<[unknown, string, RegExp]>([
    [{ fast: 0 }, 'params.fast', />=\s?1.*received 0/],
    [{ fast: 101 }, 'params.fast', /<=\s?100.*received 101/],
    [{ fast: 1.5 }, 'params.fast', /int.*received 1\.5/],
    [{ fast: '5' }, 'params.fast', /number.*received "5"/],
    [{ fast: null }, 'params.fast', /number.*received null/],
    [{ fast: Number.NaN }, 'params.fast', /number.*received NaN/],
    [{ mode: 'loud' }, 'params.mode', /"calm".*"wild".*received "loud"/],
    [{ band: { width: -1 } }, 'params.band.width', />\s?0.*received -1/],
    [{ band: {} }, 'params.band.width', /number.*received/],
    [{ slow: 3 }, 'params', /no such parameter: slow/],
    [5, 'params', /object.*received 5/],
    ['fast=5', 'params', /object.*received "fast=5"/],
    [[1], 'params', /object/],
  ])('%j', (params, field, message) => {
    const error = refusal(params)
    expect(error.code).toBe('invalid_params')
    expect(error.field).toBe(field)
    expect(error.message).toMatch(message)
    expect(error.message.startsWith(field)).toBe(true)
  })

  test('all wrong ones are listed, the first one is the field', () => {
    const error = refusal({ fast: 0, mode: 'loud' })
    expect(error.field).toBe('params.fast')
    expect(error.message).toMatch(/params\.fast.*; params\.mode/)
  })
})

describe('hostile values are refused like any other:', () => {
  const circular: Record<string, unknown> = {}
  circular['self'] = circular

  test.each<[string, unknown]>([
    ['a BigInt', 5n],
    ['a function', () => 5],
    ['a symbol', Symbol('five')],
    ['an object worth five', { valueOf: () => 5 }],
    [
      'an object that refuses to be spelled',
      {
        toJSON: () => {
          throw new Error('no')
        },
      },
    ],
    ['an object without a prototype', Object.create(null)],
    ['a circular object', circular],
    ['an array', [5]],
    ['a date', new Date(0)],
  ])('%s', (_what, fast) => {
    expect(refusal({ fast })).toMatchObject({ code: 'invalid_params', field: 'params.fast' })
  })

  test('a huge text is shown by its beginning', () => {
    expect(refusal({ fast: 'x'.repeat(1_000_000) }).message.length).toBeLessThan(300)
  })

  test('a huge unknown key is shown by its beginning', () => {
    expect(refusal({ ['k'.repeat(1_000_000)]: 1 }).message.length).toBeLessThan(1000)
  })

  test('thousands of unknown keys are not all listed', () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, key) => [`key${key}`, 1]))
    expect(refusal(many).message.length).toBeLessThan(1000)
  })

  test('a __proto__ key is an unknown parameter', () => {
    expect(refusal(JSON.parse('{"__proto__": {"fast": 7}}')).message).toMatch(/no such parameter: __proto__/)
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

test.each(['', 'x'.repeat(65)])('a name has 1 to 64 characters, not %j', (name) => {
  const definition = { name, params: z.object({}), setup: () => ({ onCandle: () => {} }) }
  expect(() => defineStrategy(definition)).toThrow(/name must have 1 to 64 characters/)
})
