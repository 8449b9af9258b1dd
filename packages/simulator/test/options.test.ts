import { expect, it } from 'vitest'
import * as api from '../src/index.ts'
import { createSimulator, demoKey, type SimulatorOptions } from '../src/index.ts'
import { SECRET } from './rest-client.ts'

it('exports these names and no other', () => {
  expect(Object.keys(api).sort()).toEqual([
    'CHAOS_PLANS',
    'DEFAULT_PAIRS',
    'HTTP_FAULTS',
    'NO_FAULTS',
    'SOCKET_FAULTS',
    'chaosPlan',
    'createSimulator',
    'demoKey',
    'parseChaos',
    'priceTimeFillModel',
  ])
})

it.each<[SimulatorOptions, string]>([
  [{ seed: 1.5 }, 'seed must be a whole number from -2147483648 to 4294967296, received 1.5'],
  [{ bookEveryMs: 0 }, 'bookEveryMs must be a whole number from 1 to 3600000, received 0'],
  [{ time: { mode: 'scaled', speed: 0 } }, 'time.speed must be above 0, at most 100000, received 0'],
  [
    { accounts: [{ publicKey: 'me', secret: SECRET, level: 9 }] },
    'level must be a whole number from 1 to 8, received 9',
  ],
  [{ accounts: [{ publicKey: 'me', secret: 'no Base64' }] }, 'credentials.secret must be Base64'],
  [{ faults: { socket: { drop: 2 } } }, 'faults.socket.drop must be a probability from 0 to 1, received 2'],
])('refuses %o', async (options, message) => {
  await expect(createSimulator(options)).rejects.toThrow(message)
})

it('makes the same key from the same seed, and another from another', () => {
  expect(demoKey(1)).toEqual(demoKey(1))
  expect(demoKey(1).publicKey).not.toBe(demoKey(2).publicKey)
  expect(demoKey(1).publicKey).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Buffer.from(demoKey(1).secret, 'base64')).toHaveLength(32)
})

it('listens at the given address, and releases it', async () => {
  const first = await createSimulator()
  expect(first.restUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(first.wsUrl).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/)
  const rest = Number(new URL(first.restUrl).port)
  await expect(createSimulator({ ports: { rest } })).rejects.toThrow('EADDRINUSE')
  await first.close()
  const second = await createSimulator({ ports: { rest } })
  expect(second.restUrl).toBe(first.restUrl)
  await second.close()
})
