import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildApp } from '../src/app.ts'
import { createUpstream } from '../src/upstream.ts'
import { openStandInExecutor, type StandInExecutor } from './support/stand-in-executor.ts'

/** So long that only the browser's leaving can end a request within this test. */
const NEVER_MS = 600_000

let executor: StandInExecutor
let base: string
let close: () => Promise<void>
const reported: unknown[] = []

beforeAll(async () => {
  executor = await openStandInExecutor()
  const upstream = createUpstream({ url: executor.url, connectTimeoutMs: NEVER_MS, answerTimeoutMs: NEVER_MS })
  const app = await buildApp({
    upstream,
    adminToken: 'a-token-of-no-importance',
    pageDirectory: tmpdir(),
    reportError: (error) => reported.push(error),
  })
  base = await app.listen({ host: '127.0.0.1', port: 0 })
  close = async () => {
    await app.close()
    await upstream.close()
    await executor.close()
  }
})

afterAll(() => close())

it('ends at the executor too when the browser leaves before the answer, and is no failure', async () => {
  const leaving = new AbortController()
  const ended = new Promise<void>((resolve) => {
    executor.answerWith((request) => {
      request.socket.once('close', () => resolve())
      leaving.abort()
    })
  })
  await expect(fetch(`${base}/api/strategies`, { signal: leaving.signal })).rejects.toThrow()
  await ended
  expect(reported).toEqual([])
})
