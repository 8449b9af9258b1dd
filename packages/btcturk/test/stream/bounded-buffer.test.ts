import { expect, it } from 'vitest'
import { BoundedBuffer } from '../../src/stream/bounded-buffer.ts'
import { FakeExchange, tickerFrame } from './fake-exchange.ts'

const nothing = () => {}

it('gives messages in order, whether they come before or after they are asked for', async () => {
  const buffer = new BoundedBuffer<number>({ whenFull: 'fail' }, nothing)
  buffer.push(1)
  const second = buffer.next().then(() => buffer.next())
  await Promise.resolve()
  buffer.push(2)
  expect(await second).toEqual({ value: 2, done: false })
})

it('fails a slow consumer after what still waits, and takes nothing more', async () => {
  const buffer = new BoundedBuffer<number>({ whenFull: 'fail', size: 2 }, nothing)
  for (const value of [1, 2, 3, 4]) buffer.push(value)
  const seen: number[] = []
  const consume = async () => {
    for await (const value of buffer) seen.push(value)
  }
  await expect(consume()).rejects.toMatchObject({ code: 'overloaded' })
  expect(seen).toEqual([1, 2])
})

it('lets the oldest give way and counts every one', async () => {
  const drops: number[] = []
  const buffer = new BoundedBuffer<number>(
    { whenFull: 'dropOldest', size: 2, onDrop: (dropped) => drops.push(dropped) },
    nothing,
  )
  for (const value of [1, 2, 3, 4]) buffer.push(value)
  buffer.end()
  const seen: number[] = []
  for await (const value of buffer) seen.push(value)
  expect([seen, drops]).toEqual([
    [3, 4],
    [1, 2],
  ])
})

it.each([0, 1.5, -1, 2_000_000, Number.NaN])('refuses a buffer of %s', (size) => {
  expect(() => new BoundedBuffer({ whenFull: 'fail', size }, nothing)).toThrow('buffer.size must be a whole number')
})

it('iterates over a channel and leaves it on break', async () => {
  const exchange = new FakeExchange()
  const stream = exchange.stream()
  const tickers = stream.messages({ channel: 'ticker', symbol: 'BTCTRY' }, { whenFull: 'fail' })
  stream.open()
  exchange.time.pass(100)
  exchange.peer.send(tickerFrame('BTCTRY', '200'))
  exchange.time.pass(100)
  const seen: string[] = []
  for await (const { last } of tickers) {
    seen.push(last)
    if (seen.length === 2) break
  }
  exchange.time.pass(100)
  expect([seen, exchange.peer.joined.size]).toEqual([['100', '200'], 0])
})

it('ends every iteration when the stream is closed', async () => {
  const exchange = new FakeExchange()
  const stream = exchange.stream()
  const events = stream.events('connection', { whenFull: 'fail' })
  const states: string[] = []
  stream.open()
  exchange.time.pass(100)
  stream.close()
  for await (const { state } of events) states.push(state)
  expect(states).toEqual(['connecting', 'open', 'closed'])
})
