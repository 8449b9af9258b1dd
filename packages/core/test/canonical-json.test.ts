import { canonicalJson, canonicalString, filteredJson, isPlainObject } from '@tezgah/core/canonical-json'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const encode = (value: unknown): string => canonicalJson(value)

describe('canonicalJson', () => {
  it('orders members by UTF-16 code units, as the example of RFC 8785 §3.2.3', () => {
    const object = JSON.parse(
      '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}',
    )
    expect(
      Object.values(
        JSON.parse(
          `[${encode(object)
            .slice(1, -1)
            .replaceAll(/"[^"]*":("[^"]*")/g, '$1')}]`,
        ),
      ),
    ).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  it('spells the example of RFC 8785 §3.2.2 as its §3.2.4 does', () => {
    const input = {
      numbers: JSON.parse('[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]'),
      string: '\u20ac$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    }
    expect(encode(input)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  // RFC 8785, appendix B: the bits of a double and its only spelling.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('spells the double %s as %s', (bits, spelling) => {
    expect(encode(Buffer.from(bits, 'hex').readDoubleBE())).toBe(spelling)
  })

  it.each([
    ['NaN', { a: [Number.NaN] }, '$.a[0]: JSON has no NaN'],
    ['an infinity', { a: Number.NEGATIVE_INFINITY }, '$.a: JSON has no -Infinity'],
    ['undefined', { a: undefined }, '$.a: JSON has no undefined'],
    ['a bigint', [1n], '$[0]: JSON has no bigint'],
    ['a function', { f() {} }, '$.f: JSON has no function'],
    ['a hole', new Array(1), '$[0]: JSON has no undefined'],
    ['a date', { at: new Date(0) }, '$.at: only plain objects can be written as JSON'],
    ['a map', new Map(), '$: only plain objects can be written as JSON'],
    ['a lone surrogate', ['\ud83d'], '$[0]: a lone surrogate is not text'],
    ['the other half', ['\ude00\ud83d'], '$[0]: a lone surrogate is not text'],
    ['a lone surrogate in a name', { '\ud83d': 1 }, '$["\\ud83d"]: a lone surrogate is not text'],
    ['a nasty name', { 'a\nb': undefined }, '$["a\\nb"]: JSON has no undefined'],
  ])('refuses %s and names its path', (_, value, message) => {
    expect(() => encode(value)).toThrow(new TypeError(message))
  })

  it('refuses what nests deeper than the limit, a cycle among it', () => {
    expect(canonicalJson([[1]], { maxDepth: 2 })).toBe('[[1]]')
    expect(() => canonicalJson([[[1]]], { maxDepth: 2 })).toThrow('$[0][0]: nested deeper than the limit')
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    expect(() => encode(cycle)).toThrow('nested deeper than the limit')
  })

  it('gives one spelling, on one line, that parses back to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 }), (value) => {
        const text = encode(value)
        expect([...text].every((character) => character >= ' ')).toBe(true)
        expect(encode(JSON.parse(text))).toBe(text)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('does not depend on the order in which members were added', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.integer()), (object) => {
        expect(encode(Object.fromEntries(Object.entries(object).toReversed()))).toBe(encode(object))
      }),
    )
  })

  it('writes every JSON value as the reference implementation does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 }), (value) => {
        expect(encode(value)).toBe(canonicalize(value))
      }),
      { numRuns: 1000 },
    )
  })

  it('refuses a value nested 501 levels deep unless another limit is given', () => {
    const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)
    expect(encode(nested(500))).toHaveLength(1000)
    expect(() => encode(nested(501))).toThrow('nested deeper than the limit')
    expect(canonicalJson(nested(501), { maxDepth: 501 })).toHaveLength(1002)
  })

  it('leaves out members that are undefined where that is asked for, and nothing else', () => {
    const omit = { undefinedMembers: 'omit' } as const
    expect(canonicalJson({ b: undefined, a: 1, c: { d: undefined } }, omit)).toBe('{"a":1,"c":{}}')
    expect(canonicalJson({ a: undefined, b: 1 }, omit)).toBe('{"b":1}')
    expect(() => canonicalJson([undefined], omit)).toThrow('$[0]: JSON has no undefined')
    expect(() => canonicalJson(undefined, omit)).toThrow('$: JSON has no undefined')
    expect(() => canonicalJson({ f() {} }, omit)).toThrow('$.f: JSON has no function')
  })

  it('escapes lone surrogates where that is asked for, as JSON.stringify does', () => {
    const escaped = { loneSurrogates: 'escape' } as const
    expect(canonicalJson({ '\ud83d': '\ude00' }, escaped)).toBe('{"\\ud83d":"\\ude00"}')
    expect(canonicalJson('😀', escaped)).toBe('"😀"')
  })
})

describe('filteredJson', () => {
  const filter = {
    text: (value: string) => value.toUpperCase(),
    member: (name: string) => (name === 'secret' ? 'hidden' : null),
  }

  it('replaces texts and members on the way, and neither names nor the replacement', () => {
    const value = { secret: { deep: 1 }, name: 'ada', list: ['x', 1, { secret: 's' }] }
    expect(filteredJson(value, 8, filter, 'details')).toBe(
      '{"list":["X",1,{"secret":"hidden"}],"name":"ADA","secret":"hidden"}',
    )
  })

  it('names the path from the given name on', () => {
    expect(() => filteredJson({ a: [Number.NaN] }, 8, filter, 'details')).toThrow('$.details.a[0]: JSON has no NaN')
    expect(() => filteredJson([[1]], 1, filter, 'details')).toThrow('$.details[0]: nested deeper than the limit')
    expect(() => filteredJson([[1], { a: 1 }, Number.NaN], 8, filter, 'details')).toThrow(
      '$.details[2]: JSON has no NaN',
    )
    expect(() => filteredJson({ a: undefined }, 8, filter, 'details')).toThrow('$.details.a: JSON has no undefined')
    expect(() => filteredJson(['\ud83d'], 8, filter, 'details')).toThrow('$.details[0]: a lone surrogate is not text')
    expect(() => filteredJson({ ['<'.repeat(65)]: Number.NaN }, 8, filter, 'details')).toThrow(
      `$.details["${'<'.repeat(64)}"]: JSON has no NaN`,
    )
    expect(() => canonicalString('\ud83d', 'actor')).toThrow('$.actor: a lone surrogate is not text')
    expect(canonicalString('a"b', 'actor')).toBe('"a\\"b"')
  })
})

describe('isPlainObject', () => {
  it.each([[{}], [Object.create(null)], [JSON.parse('{"__proto__":1}')]])('accepts %j', (value) => {
    expect(isPlainObject(value)).toBe(true)
  })

  it.each([[undefined], [null], [[]], [new Date(0)], [new Map()], ['{}'], [() => ({})]])('refuses %s', (value) => {
    expect(isPlainObject(value)).toBe(false)
  })
})
