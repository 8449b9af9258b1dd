import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildApp } from '../../../proxy/src/app.ts'
import { createUpstream } from '../../../proxy/src/upstream.ts'

/** The real proxy in its local mode, with a page of one line, and an executor that is away unless one is given. */
export async function openLocalProxy(port: number, executorPort = 1): Promise<{ close(): Promise<void> }> {
  const pageDirectory = mkdtempSync(path.join(tmpdir(), 'tezgah-page-'))
  writeFileSync(path.join(pageDirectory, 'index.html'), '<!doctype html>')
  const upstream = createUpstream({
    url: new URL(`http://127.0.0.1:${executorPort}`),
    connectTimeoutMs: 1_000,
    answerTimeoutMs: 1_000,
  })
  const app = await buildApp({
    upstream,
    adminToken: 'a-token-of-this-test',
    pageDirectory,
    reportError: () => undefined,
  })
  await app.listen({ host: '127.0.0.1', port })
  return {
    close: async () => {
      await app.close()
      await upstream.close()
      rmSync(pageDirectory, { recursive: true, force: true })
    },
  }
}
