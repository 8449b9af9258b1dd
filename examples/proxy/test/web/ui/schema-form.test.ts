import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { formMessages } from '../../../web/features/backtest/form/messages.ts'
import { type FormField, formFields, rangeOf, readFieldText, readForm } from '../../../web/ui/schema-form.ts'

const messages = formMessages.en

const fieldsOf = (schema: z.ZodType): readonly FormField[] => formFields({ ...z.toJSONSchema(schema, { io: 'input' }) })

const strategy = z.object({
  fast: z.int().min(1).max(400).default(10).describe('Candles in the fast average'),
  maxRisk: z.number().gt(0).lt(1).optional(),
  mode: z.enum(['calm', 'bold']).default('bold'),
  trail: z.boolean().default(true),
  label: z.string().default('run'),
})

describe('fields of a schema', () => {
  const [fast, maxRisk, mode, trail, label] = fieldsOf(strategy)

  it('take name, kind, default, range and help from it', () => {
    expect(fast).toMatchObject({
      name: 'fast',
      label: 'Fast',
      kind: 'integer',
      initial: '10',
      minimum: 1,
      maximum: 400,
    })
    expect(fast?.help).toBe('Candles in the fast average')
    expect(maxRisk).toMatchObject({ label: 'Max risk', kind: 'number', initial: '', exclusiveMinimum: 0 })
    expect(mode).toMatchObject({ kind: 'choice', initial: 'bold', choices: ['calm', 'bold'] })
    expect(trail).toMatchObject({ kind: 'boolean', initial: 'true' })
    expect(label).toMatchObject({ kind: 'text', initial: 'run' })
  })

  it('do not mention the range of exact integers', () => {
    const [only] = fieldsOf(z.object({ seed: z.int() }))
    expect(only).toMatchObject({ minimum: null, maximum: null })
  })

  it('are none for a strategy without parameters', () => {
    expect(fieldsOf(z.object({}))).toEqual([])
    expect(formFields({})).toEqual([])
  })

  it('put their range in words', () => {
    expect(fast && rangeOf(fast, messages)).toBe('from 1 to 400')
    expect(maxRisk && rangeOf(maxRisk, messages)).toBe('above 0 and below 1')
    expect(label && rangeOf(label, messages)).toBeNull()
  })
})

describe('a number that was typed', () => {
  const [fast] = fieldsOf(z.object({ fast: z.int().min(1).max(400).default(10) }))
  const read = (text: string): unknown => fast && readFieldText(fast, text, messages)

  it.each([
    ['1', 1],
    [' 400 ', 400],
    ['1e2', 100],
  ])('%s is usable', (text, value) => expect(read(text)).toEqual({ value }))

  it.each([
    ['0', 'Must be from 1 to 400, was 0'],
    ['401', 'Must be from 1 to 400, was 401'],
    ['1.5', 'Must be a whole number, was 1.5'],
    ['ten', '“ten” is not a number; write one such as 10'],
    ['0x10', '“0x10” is not a number; write one such as 10'],
    ['Infinity', '“Infinity” is not a number; write one such as 10'],
    ['', 'Must not be empty'],
  ])('"%s" is not', (text, error) => expect(read(text)).toEqual({ error }))
})

describe('a whole form', () => {
  const fields = fieldsOf(strategy)

  it('untouched is what the schema itself would fill in', () => {
    const reading = readForm(fields, {}, messages)
    expect(reading).toEqual({ ok: true, values: strategy.parse({}) })
  })

  it('tells every error by its field', () => {
    const reading = readForm(fields, { fast: '0', maxRisk: '1' }, messages)
    expect(reading).toMatchObject({ ok: false, errors: { fast: expect.any(String), maxRisk: expect.any(String) } })
  })
})
