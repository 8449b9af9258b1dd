import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { watchDesk } from '../fixtures/desk-client.ts'
import { makePlace, type Place, post, type Running, run, TOKEN } from '../fixtures/process.ts'

describe('the desk of a process', { timeout: 60_000 }, () => {
  let place: Place
  const running: Running[] = []

  beforeEach(async () => {
    place = await makePlace({ SPOT_SOURCE: 'simulator' })
  })
  afterEach(async () => {
    for (const { child, ended } of running.splice(0)) {
      child.kill('SIGKILL')
      await ended
    }
    await place.remove()
  })
  const start = (): Running => {
    const one = run(place.env)
    running.push(one)
    return one
  }

  it('ends its streams when it stops; whoever comes back to the next one reads everything anew, and finds it', async () => {
    const first = start()
    const before = await watchDesk(`${await first.listening}/events`, { 'x-admin-token': TOKEN })
    const id = await post(await first.listening, {})
    const finished = await before.until(({ event, data }) => event === 'audit' && data['action'] === 'backtest.finish')
    await before.until(({ event, data }) => event === 'spot' && data['state'] === 'live')
    first.child.kill('SIGTERM')
    await before.ended
    expect(before.answer.complete, 'ended in order').toBe(true)
    expect(await first.ended, 'the simulator does not hold it up').toBe(0)

    const address = await start().listening
    const headers = { 'x-admin-token': TOKEN }
    const after = await watchDesk(`${address}/events`, { ...headers, 'last-event-id': finished.id })
    await after.until(({ event }) => event === 'slo')
    const [hello, resync] = after.events()
    expect([hello?.event, resync?.event]).toEqual(['hello', 'resync'])
    expect(hello?.data['boot']).not.toBe(before.events()[0]?.data['boot'])
    const { records } = await (await fetch(`${address}/audit?subject=${id}`, { headers })).json()
    expect(records.at(-1)).toEqual(finished.data)
    const { checkpoint, size } = await (await fetch(`${address}/audit/checkpoint`, { headers })).json()
    expect(checkpoint).toContain('tezgah/executor-lite')
    expect(size, 'covers what was written before').toBeGreaterThan(Number(finished.data['seq']))
    after.close()
  })
})
