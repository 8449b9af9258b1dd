import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { UserStrategies } from '../../src/isolation/user-strategies.ts'
import { type Bench, makeBench, writeModules } from './harness.ts'

const FIXTURES = path.join(import.meta.dirname, '../fixtures/strategies.ts')

let modules: Awaited<ReturnType<typeof writeModules>>
let threads: Bench
let processes: Bench
let users: UserStrategies

beforeAll(async () => {
  modules = await writeModules({ 'same.ts': await readFile(FIXTURES, 'utf8') })
  users = await UserStrategies.open({ modules: [path.join(modules.folder, 'same.ts')] })
  threads = await makeBench()
  processes = await makeBench(users)
}, 60_000)
afterAll(async () => {
  await threads.close()
  await processes.close()
  await modules.remove()
})

it('describes parameters well enough to check a request', () => {
  const { params } = users.strategies.get('above-average') ?? {}
  expect(params?.parse({})).toEqual({ period: 5 })
  expect(params?.safeParse({ period: 0 }).success).toBe(false)
  expect(params?.safeParse({ other: 1 }).success).toBe(false)
})

it('gives the same bytes in a process as in a thread', { timeout: 60_000 }, async () => {
  const spec = {
    strategy: 'above-average',
    params: { period: 7 },
    settings: { seed: 3, account: { feeRate: '0.002' } },
  }
  const strategiesVersion = users.strategies.get('above-average')?.codeSha256 ?? ''
  const inThread = await threads.run(spec)
  const inProcess = await processes.run({ ...spec, strategiesVersion })
  const [one, other] = [inThread, inProcess].map((ending) => {
    if (ending.type !== 'finish' || ending.outcome.status !== 'done') throw new Error(JSON.stringify(ending))
    const { result, summary } = ending.outcome
    return { result: new TextDecoder().decode(result), summary }
  })
  expect(other).toEqual(one)
  expect(one?.result.length).toBeGreaterThan(1_000)
})

it('fails in the same words', { timeout: 60_000 }, async () => {
  const strategiesVersion = users.strategies.get('throws')?.codeSha256 ?? ''
  const [one, other] = [
    await threads.run({ strategy: 'throws' }),
    await processes.run({ strategy: 'throws', strategiesVersion }),
  ]
  const errorIn = (ending: typeof one) =>
    ending.type === 'finish' && ending.outcome.status === 'failed' && ending.outcome.error
  expect(errorIn(other)).toEqual(errorIn(one))
  expect(errorIn(one)).toMatchObject({ code: 'strategy_failed' })
})

it('refuses a result that is too large, and one that is none', { timeout: 60_000 }, async () => {
  const strategiesVersion = users.strategies.get('above-average')?.codeSha256 ?? ''
  const small = await makeBench(users, 100)
  const ending = await small.run({ strategy: 'above-average', params: { period: 5 }, strategiesVersion })
  expect(ending).toMatchObject({ outcome: { status: 'failed', error: { code: 'result_too_large' } } })
  const forged = await small.context.pool.ask(
    {
      type: 'check',
      result: new TextEncoder().encode('{"manifest":{}}'),
      spec: { strategy: 'x', params: {}, datasets: [], detail: [], settings: { seed: 0 }, engineVersion: '' },
      runMs: 1,
    },
    { timeoutMs: 20_000 },
  )
  expect(forged).toMatchObject({ type: 'refused', error: { code: 'strategy_misbehaved' } })
  await small.close()
})
