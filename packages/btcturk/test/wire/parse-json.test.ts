import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../src/wire/parse-json.ts'
import { fixtureNames, fixtureText } from '../fixtures/wire.ts'

describe('parseJson', () => {
  it.each([
    ['{"id":1181163798924649599}', { id: '1181163798924649599' }],
    ['[9007199254740993, 12]', ['9007199254740993', 12]],
    ['{"a":-0.3384081100000000}', { a: '-0.3384081100000000' }],
    ['1234567890123456', '1234567890123456'],
    [
      '{"a":"x, 1181163798924649599","b":1181163798924649599}',
      { a: 'x, 1181163798924649599', b: '1181163798924649599' },
    ],
    ['{"quo\\"te\\\\":[1181163798924649599]}', { 'quo"te\\': ['1181163798924649599'] }],
    ['{"t":1647493701782.0,"n":0.25}', { t: 1647493701782, n: 0.25 }],
  ])('reads %s without losing a digit', (text, value) => {
    expect(parseJson(text)).toEqual(value)
  })

  it('throws where JSON.parse throws, also where quoting a number would make the text valid', () => {
    for (const text of [
      '{"a":1,1181163798924649599:1}',
      '[01181163798924649599]',
      '[1181163798924649599x]',
      '',
      '<html>',
    ]) {
      expect(() => parseJson(text), text).toThrow(SyntaxError)
    }
  })

  it('is JSON.parse for every text without a long number', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 2 }), (text) => {
        const long = /\d[\d.eE+-]{15}/.test(text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""'))
        if (!long) expect(parseJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('keeps any integer beside any text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 10n ** 15n, max: 10n ** 30n }), fc.string(), (id, text) => {
        const json = `{${JSON.stringify(text)}:[${id},${JSON.stringify(text)}]}`
        expect(parseJson(json)).toEqual(Object.fromEntries([[text, [String(id), text]]]))
      }),
    )
  })

  it('keeps every digit of every answer and frame', () => {
    for (const name of fixtureNames('')) {
      const text = fixtureText(name)
      const written = [...text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').matchAll(/-?\d[\d.]{15,}/g)].map(
        ([number]) => number,
      )
      const kept = JSON.stringify(parseJson(text))
      for (const number of written) expect(kept, name).toContain(`"${number}"`)
    }
  })
})
