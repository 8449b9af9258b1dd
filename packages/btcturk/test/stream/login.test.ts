import { beforeEach, expect, it } from 'vitest'
import type { LoginEvent } from '../../src/stream/login.ts'
import { FakeExchange } from './fake-exchange.ts'

// Vector 1 of the signing rule: Base64(HMAC-SHA256(secret, key + nonce)) with the nonce 3000.
const CREDENTIALS = { publicKey: 'test-public-key', secret: 'dGVzdC1zZWNyZXQta2V5LWZvci11bml0LXRlc3Rz' }

let exchange: FakeExchange
let events: LoginEvent[]

const open = () => {
  const stream = exchange.stream({ credentials: CREDENTIALS, serverTime: () => 1_730_000_000_000.4 })
  stream.on('login', (event) => events.push(event))
  stream.open()
  return stream
}

const answers = (...oks: boolean[]) => {
  exchange.onOther = (peer, type) => {
    const ok = oks.shift() ?? true
    if (type === 114)
      peer.send([114, { type: 114, ok, id: ok ? 100001 : 0, message: ok ? null : 'Unauthorized - Invalid Nonce' }])
  }
}

const logins = () => exchange.peer.received.filter(([type]) => type === 114).map(([, payload]) => payload)

beforeEach(() => {
  exchange = new FakeExchange()
  events = []
})

it('signs the key and the nonce, and sends the exchange’s time unsigned', () => {
  answers(true)
  const stream = open()
  exchange.time.pass(1000)
  expect(logins()).toEqual([
    {
      type: 114,
      publicKey: 'test-public-key',
      timestamp: 1_730_000_000_000,
      nonce: 3000,
      signature: 'uLpuzhycwQqE+aC+WnmBoPSIyBrCPo4I0pyJyq6uF98=',
    },
  ])
  expect(events).toEqual([{ state: 'loggedIn', userId: '100001', mayHaveMissed: false }])
  expect(stream.isLoggedIn).toBe(true)
})

it('logs in on every connection, and says that private frames may have been missed', () => {
  answers()
  const stream = open()
  exchange.time.pass(1000)
  exchange.peer.close('reset')
  exchange.time.pass(50)
  expect(stream.isLoggedIn).toBe(false)
  exchange.time.pass(2000)
  expect(events).toEqual([
    { state: 'loggedIn', userId: '100001', mayHaveMissed: false },
    { state: 'loggedOut', reason: 'reset' },
    { state: 'loggedIn', userId: '100001', mayHaveMissed: true },
  ])
})

it('tries again after a refusal, three times in all, and keeps the public channels', () => {
  answers(false, false, false)
  const stream = open()
  let tickers = 0
  stream.subscribe({ channel: 'ticker', symbol: 'BTCTRY' }, () => tickers++)
  exchange.time.pass(20_000)
  expect(logins()).toHaveLength(3)
  expect(events).toMatchObject([
    { state: 'refused', error: { code: 'login_refused', exchange: { message: 'Unauthorized - Invalid Nonce' } } },
  ])
  expect([stream.state, tickers > 0]).toEqual(['open', true])
})

it('survives one refusal', () => {
  answers(false, true)
  open()
  exchange.time.pass(5000)
  expect(events).toMatchObject([{ state: 'loggedIn' }])
})

it('does not wait for ever for an answer', () => {
  open()
  exchange.time.pass(30_000)
  expect(events).toMatchObject([{ state: 'refused', error: { message: 'login refused: no answer' } }])
})

it('says when the exchange ends the session', () => {
  answers()
  const stream = open()
  exchange.time.pass(1000)
  exchange.peer.send([802, { type: 802, ok: true, message: 'logout' }])
  exchange.time.pass(100)
  expect([stream.isLoggedIn, events.at(-1)?.state]).toEqual([false, 'loggedOut'])
})

it('shows no secret', () => {
  answers(false, false, false)
  open()
  exchange.time.pass(30_000)
  const texts = JSON.stringify([events, exchange.peer.received])
  expect(texts).not.toContain(CREDENTIALS.secret)
})
