import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { JSON_HEADERS, openProxy, type RunningProxy } from '../support/open-proxy.ts'

const start = { method: 'POST', headers: { ...JSON_HEADERS, 'content-length': '2' }, body: '{}' }

describe('an executor that breaks off', () => {
  let proxy: RunningProxy
  let asked: string[]

  beforeEach(async () => {
    proxy = await openProxy({ kind: 'local' })
    asked = []
  })
  afterEach(() => proxy.close())

  /** Breaks off before the answer, the first so many times. */
  function breakOff(times: number): void {
    proxy.executor.answerWith((request, response) => {
      asked.push(request.method ?? '')
      if (asked.length <= times) request.socket.destroy()
      else response.end('{}')
    })
  }

  it('is asked a second time for a read, and no third time', async () => {
    breakOff(1)
    expect((await proxy.ask('/api/strategies')).status).toBe(200)
    expect(asked).toEqual(['GET', 'GET'])
    asked = []
    breakOff(9)
    expect((await proxy.ask('/api/strategies')).status).toBe(502)
    expect(asked).toEqual(['GET', 'GET'])
  })

  it.each([
    ['POST', '/api/backtest/start'],
    ['DELETE', '/api/backtest/abc'],
  ])('is asked once for a change: %s %s', async (method, target) => {
    breakOff(9)
    const answer = await proxy.ask(target, { ...start, method })
    expect(answer.status).toBe(502)
    expect(JSON.parse(answer.body).type).toBe('urn:tezgah:problem:executor-away')
    expect(asked).toEqual([method])
  })

  it('after the head is not asked again', async () => {
    proxy.executor.answerWith((request, response) => {
      asked.push(request.method ?? '')
      response.writeHead(200, { 'content-length': '9' }).write('x')
      setImmediate(() => request.socket.destroy())
    })
    await expect(fetch(`${proxy.base}/api/strategies`).then((answer) => answer.text())).rejects.toThrow()
    expect(asked).toEqual(['GET'])
  })

  it('is left alone after 5 failures in a row, while session and page go on', async () => {
    breakOff(99)
    for (let n = 0; n < 5; n++) expect((await proxy.ask('/api/backtest/start', start)).status).toBe(502)
    const before = asked.length
    const spared = await proxy.ask('/api/backtest/start', start)
    expect(spared.status).toBe(503)
    expect(JSON.parse(spared.body).type).toBe('urn:tezgah:problem:executor-away')
    expect(spared.headers['retry-after']).toBe('3')
    expect(asked).toHaveLength(before)
    expect((await proxy.ask('/api/session')).status).toBe(200)
    expect((await proxy.ask('/')).status).toBe(200)
    expect((await proxy.ask('/healthz')).body).toBe('{"status":"ok"}')
  })
})

it('an executor that is not there is away', async () => {
  const proxy = await openProxy({ kind: 'local' }, { executorUrl: new URL(`http://127.0.0.1:${await freePort()}`) })
  const answer = await proxy.ask('/api/strategies')
  expect(JSON.parse(answer.body)).toMatchObject({ status: 502, type: 'urn:tezgah:problem:executor-away' })
  await proxy.close()
})
