import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostgresJobStore } from '../../src/postgres/index.ts'
import { deployUnderLoad, findingsOf } from '../fixtures/rolling-deploy.ts'
import { makeWorkbench, type Workbench } from '../fixtures/workbench.ts'
import { startServer } from './server.ts'

const server = await startServer()
let bench: Workbench

beforeAll(async () => {
  bench = await makeWorkbench()
})
afterAll(async () => {
  await bench.remove()
  if (typeof server !== 'string') await server.stop()
})

it('a rolling deploy under load on one database stores only results of the code of their address', async ({ skip }) => {
  if (typeof server === 'string') return skip(server)
  const url = await server.createDatabase()
  const open = async () => {
    const store = await openPostgresJobStore({ url })
    return { store, close: () => store.close() }
  }
  const accepted = await deployUnderLoad(bench, open, 6)
  const { store, close } = await open()
  expect(await findingsOf(store, accepted)).toEqual([])
  expect(accepted.length).toBe(6 * (2 + 3 + 2 + 3 + 2))
  await close()
}, 120_000)
