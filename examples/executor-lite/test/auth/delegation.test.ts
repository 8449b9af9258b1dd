import { ROLES } from '@tezgah/core/node/operators-file'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { delegated, readDelegation } from '../../src/auth/authenticate.ts'
import { ProblemError } from '../../src/http/problem.ts'

const named = (id: string, role: string) => ['X-Tezgah-Operator', id, 'x-tezgah-role', role]

describe('readDelegation', () => {
  it('is for nobody where neither header is there', () => {
    expect(readDelegation(['host', 'localhost', 'x-tezgah-client', 'ayse'])).toBeNull()
  })

  it.each(ROLES)('reads an operator with the role %s', (role) => {
    expect(readDelegation(['host', 'localhost', ...named('ayse', role)])).toEqual({ id: 'ayse', role })
  })

  it.each<[told: string, rawHeaders: string[], field: string, message: RegExp]>([
    ['no role', ['x-tezgah-operator', 'ayse'], 'x-tezgah-role', /exactly once .*, received none$/],
    ['no operator', ['x-tezgah-role', 'risk'], 'x-tezgah-operator', /exactly once .*, received none$/],
    [
      'two operators',
      [...named('ayse', 'risk'), 'x-tezgah-operator', 'ayse'],
      'x-tezgah-operator',
      /received 2 of them$/,
    ],
    ['two roles', [...named('ayse', 'risk'), 'X-TEZGAH-ROLE', 'risk'], 'x-tezgah-role', /received 2 of them$/],
    ['the reserved name', named('admin', 'admin'), 'x-tezgah-operator', /and not admin.*, received "admin"$/],
    ['joined names', named('ayse, burak', 'risk'), 'x-tezgah-operator', /1 to 32 of .*, received "ayse, burak"$/],
    ['an empty name', named('', 'risk'), 'x-tezgah-operator', /received ""$/],
    ['a long name', named('a'.repeat(33), 'risk'), 'x-tezgah-operator', /received "a{33}"$/],
    ['a name that breaks the line', named('ayse\nroot', 'risk'), 'x-tezgah-operator', /received "ayse\\nroot"$/],
    [
      'a role in other letters',
      named('ayse', 'Risk'),
      'x-tezgah-role',
      /viewer, operator, risk, admin, received "Risk"$/,
    ],
    ['an open role', named('ayse', 'open'), 'x-tezgah-role', /received "open"$/],
    ['a role of every object', named('ayse', 'constructor'), 'x-tezgah-role', /received "constructor"$/],
  ])('refuses %s and names the header', (_told, rawHeaders, field, message) => {
    const error = readDelegation(rawHeaders) as ProblemError
    expect(error).toBeInstanceOf(ProblemError)
    const errors = [{ field, message: expect.stringMatching(message) }]
    expect(error).toMatchObject({ problem: { status: 400, errors } })
  })

  it('takes no more than a name and a role, whatever is sent', () => {
    const values = fc.oneof(fc.string({ unit: 'binary', maxLength: 50 }), fc.constantFrom('ayse', 'admin', ...ROLES))
    fc.assert(
      fc.property(values, values, (id, role) => {
        const read = readDelegation(named(id, role))
        if (read instanceof ProblemError) return
        expect(read).toEqual({ id, role })
        expect(id).toMatch(/^[a-z][a-z0-9-]{0,31}$/)
        expect([id, ROLES.includes(role as never)]).toEqual([expect.not.stringMatching(/^admin$/), true])
      }),
      { numRuns: 2_000, seed: 1 },
    )
  })
})

describe('delegated', () => {
  it.each(ROLES.flatMap((own) => ROLES.map((asked) => [own, asked] as const)))(
    'through a token of role %s, as %s, has the lower of both',
    (own, asked) => {
      const holder = { operator: { id: 'proxy', role: own, credential: 'proxy/t1' }, speaksForOthers: true } as const
      const { role, ...who } = delegated(holder, { id: 'ayse', role: asked })
      expect(who).toEqual({ id: 'ayse', credential: 'proxy/t1>ayse' })
      const mayMore = (one: string, other: string) => ROLES.indexOf(one as never) > ROLES.indexOf(other as never)
      expect([mayMore(role, own), mayMore(role, asked), [own, asked].includes(role)]).toEqual([false, false, true])
    },
  )
})
