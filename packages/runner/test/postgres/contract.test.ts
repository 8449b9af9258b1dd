import { afterAll, describe, it } from 'vitest'
import { describeJobStore } from '../contract/job-store-contract.ts'
import { postgresHarness, prepareTemplate } from './harness.ts'
import { startServer } from './server.ts'

const server = await startServer()

if (typeof server === 'string') {
  it('PostgreSQL through pg-boss', ({ skip }) => skip(server))
} else {
  const template = await prepareTemplate(server)
  afterAll(async () => {
    await server.dropDatabase(template)
    await server.stop()
  })
  describe('on a real server', { timeout: 20_000 }, () => {
    describeJobStore('PostgreSQL through pg-boss', () => postgresHarness(server, template))
  })
}
