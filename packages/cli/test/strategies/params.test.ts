import { defineStrategy } from '@tezgah/backtest'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { collectParam } from '../../src/flags/values.ts'
import { readParams } from '../../src/strategies/params.ts'

const strategy = defineStrategy({
  name: 'many',
  params: z.object({
    count: z.int().default(1),
    ratio: z.number().default(0.5),
    long: z.boolean().default(true),
    label: z.string().default('x'),
    mode: z.enum(['fast', 'slow']).default('fast'),
    levels: z.array(z.number()).default([]),
    stop: z.number().nullable().default(null),
  }),
  setup: () => ({ onCandle: () => {} }),
})

const read = (...texts: string[]) =>
  readParams(
    strategy,
    texts.reduce((given: ReadonlyMap<string, string>, text) => collectParam(text, given), new Map<string, string>()),
  )

/** What an action throws, as text: `toThrow` is content with a thrown `undefined`. */
function refusal(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    return String(error)
  }
  return 'nothing was thrown'
}

describe('readParams', () => {
  it('gives each value the type that the schema asks for', () => {
    const texts = ['count=3', 'ratio=.25', 'long=false', 'label=a=b', 'mode=slow', 'levels=[1,2]', 'stop=1.5']
    expect(read(...texts)).toEqual({
      count: 3,
      ratio: 0.25,
      long: false,
      label: 'a=b',
      mode: 'slow',
      levels: [1, 2],
      stop: 1.5,
    })
    expect(read('stop=null', 'label=')).toEqual({ stop: null, label: '' })
    expect(read(' count =10', 'label=5', 'levels=abc')).toEqual({ count: 10, label: '5', levels: 'abc' })
  })

  it.each([
    ['+12', 12],
    ['-1.25', -1.25],
    ['2.', 2],
    ['.75', 0.75],
    ['1e10', 1e10],
    ['1E+2', 100],
    ['25e-12', 25e-12],
  ])('reads the number %s', (text, ratio) => {
    expect(read(`ratio=${text}`)).toEqual({ ratio })
  })

  it.each([
    ['count=ten', '--param count must be a number, was "ten"'],
    ['count=', '--param count must be a number, was ""'],
    ['ratio=Infinity', '--param ratio must be a number, was "Infinity"'],
    ['ratio=1e999', '--param ratio must be a number, was "1e999"'],
    ['ratio=0x10', '--param ratio must be a number, was "0x10"'],
    ['long=yes', '--param long must be one of true, false, was "yes"'],
    ['mode=medium', '--param mode must be one of fast, slow, was "medium"'],
    ['fats=3', 'strategy many has no parameter "fats"; it has count, ratio, long, label, mode, levels, stop'],
    ['__proto__=1', 'strategy many has no parameter "__proto__"'],
    ['constructor=1', 'strategy many has no parameter "constructor"'],
    ['toString=1', 'strategy many has no parameter "toString"'],
    ['novalue', 'Give name=value'],
    ['=3', 'Give name=value'],
  ])('refuses %s', (text, message) => {
    expect(refusal(() => read(text))).toContain(message)
  })

  it('refuses a parameter given twice', () => {
    expect(() => read('count=1', 'count=2')).toThrow('"count" is given twice.')
  })

  it('says so where a strategy has no parameters', () => {
    const bare = defineStrategy({ name: 'bare', params: z.object({}), setup: () => ({ onCandle: () => {} }) })
    expect(refusal(() => readParams(bare, new Map([['fast', '1']])))).toContain(
      '--param: strategy bare has no parameter "fast"; it has none',
    )
  })
})
