import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Operator } from '@tezgah/core/node/operators-file'
import { buildApp } from '../../../proxy/src/app.ts'
import type { Mode } from '../../../proxy/src/http/mode.ts'
import { OperatorDirectory } from '../../../proxy/src/operators/directory.ts'
import { createUpstream } from '../../../proxy/src/upstream/client.ts'

export type RealProxyOptions = {
  /** An executor that is away unless it is given. */
  readonly executorPort?: number
  /** Local unless it is given. */
  readonly mode?: Mode
  readonly operators?: readonly Operator[]
}

/** The real proxy, with a page of one line. */
export async function openRealProxy(port: number, options: RealProxyOptions = {}): Promise<{ close(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-proxy-'))
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html>')
  const operatorsFile = path.join(folder, 'operators.json')
  writeFileSync(operatorsFile, JSON.stringify({ version: 1, operators: options.operators ?? [] }), { mode: 0o600 })
  const url = new URL(`http://127.0.0.1:${options.executorPort ?? 1}`)
  const upstream = createUpstream({ url, connectTimeoutMs: 1_000, answerTimeoutMs: 10_000 })
  const app = await buildApp({
    upstream,
    adminToken: 'a-token-of-this-test',
    pageDirectory: folder,
    reportError: () => undefined,
    mode: options.mode ?? { kind: 'local' },
    operators: new OperatorDirectory(operatorsFile, () => undefined),
    sessionLimits: { idleMs: 1_800_000, absoluteMs: 43_200_000 },
    grafanaUrl: null,
    log: () => undefined,
  })
  await app.listen({ host: '127.0.0.1', port })
  return {
    close: async () => {
      await app.close()
      await upstream.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
