import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CANARY, FORWARDED, openProxy, type RunningProxy } from './support/open-proxy.ts'
import { rawRequest } from './support/raw-request.ts'

let proxy: RunningProxy

beforeAll(async () => {
  proxy = await openProxy()
})
afterAll(() => proxy.close())

const IDENTITY = ['x-admin-token', 'x-tezgah-operator', 'x-tezgah-role', 'x-tezgah-client']

/** Upper and lower case as somebody may try it. */
const cased = (name: string) =>
  fc
    .array(fc.boolean(), { minLength: name.length, maxLength: name.length })
    .map((upper) => [...name].map((letter, at) => (upper[at] ? letter.toUpperCase() : letter)).join(''))

const name = fc.oneof(
  fc.constantFrom(...IDENTITY).chain(cased),
  fc.constantFrom('x-admin-role', 'x_admin_token', 'x-forwarded-user', 'forwarded', 'x-ssl-client-verify', 'cookie'),
  fc.stringMatching(/^x-[a-z-]{1,20}$/),
)
const value = fc.oneof(fc.constantFrom('one-admin', 'admin', CANARY), fc.stringMatching(/^[ -~]{0,40}$/))
const connection = fc.subarray([...IDENTITY, 'content-type', 'accept']).map((names) => ['close', ...names].join(', '))

it('no set of headers makes another identity of a request, or an identity of none', async () => {
  const sent = fc.dictionary(name, fc.oneof(value, fc.array(value, { minLength: 2, maxLength: 3 })), { maxKeys: 8 })
  const hostile = fc.tuple(sent, connection)
  await fc.assert(
    fc.asyncProperty(hostile, async ([headers, named]) => {
      const ours = { ...FORWARDED, authorization: 'Bearer token-of-one-viewer', connection: named }
      const answers = [
        await rawRequest(proxy.base, '/api/strategies', { headers: { ...headers, ...ours } }),
        await rawRequest(proxy.base, '/api/public/healthz', { headers: { ...headers, ...FORWARDED } }),
      ]
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      const [known, unknown] = proxy.executor.received
        .slice(-2)
        .map((received) => received.headers.filter(([sentName]) => sentName.startsWith('x-')))
      expect(known).toEqual([
        ['x-admin-token', CANARY],
        ['x-tezgah-operator', 'one-viewer'],
        ['x-tezgah-role', 'viewer'],
        ['x-tezgah-client', '203.0.113.7'],
      ])
      expect(unknown).toEqual([])
    }),
    { numRuns: 100 },
  )
})
