import { afterAll, beforeAll, expect, it } from 'vitest'
import { openProxy, type RunningProxy } from './support/open-proxy.ts'

/** So long that only the browser's leaving can end a request within this test. */
const NEVER_MS = 600_000

let proxy: RunningProxy

beforeAll(async () => {
  proxy = await openProxy({ kind: 'local' }, { answerTimeoutMs: NEVER_MS })
})

afterAll(() => proxy.close())

it('ends at the executor too when the browser leaves before the answer, and is no failure', async () => {
  const leaving = new AbortController()
  const ended = new Promise<void>((resolve) => {
    proxy.executor.answerWith((request) => {
      request.socket.once('close', () => resolve())
      leaving.abort()
    })
  })
  await expect(fetch(`${proxy.base}/api/strategies`, { signal: leaving.signal })).rejects.toThrow()
  await ended
  expect(proxy.reported).toEqual([])
})
