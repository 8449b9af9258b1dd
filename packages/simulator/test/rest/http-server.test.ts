import { expect, it } from 'vitest'
import { normalizeIpAddress } from '../../src/rest/http-server.ts'
import { KEY, RestClient, SECRET, standingSimulator } from '../rest-client.ts'

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::ffff:10.0.0.7', '10.0.0.7'],
  ['::1', '::1'],
  [undefined, ''],
])('takes the address %s for %s', (address, expected) => {
  expect(normalizeIpAddress(address)).toBe(expected)
})

it('lets a key that is bound to addresses in from one of them', async () => {
  const account = { publicKey: KEY, secret: SECRET, balances: { TRY: '1' } }
  const simulator = await standingSimulator({ accounts: [{ ...account, addresses: ['127.0.0.1'] }] })
  try {
    const { status } = await new RestClient(simulator).signed('GET', '/api/v1/users/balances')
    expect(status).toBe(200)
  } finally {
    await simulator.close()
  }
})
