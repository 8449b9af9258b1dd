import { execFile } from 'node:child_process'
import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { SECURITY_HEADERS } from '../../proxy/src/http/security-headers.ts'
import { freePort } from './support/free-port.ts'
import { launchExecutor } from './support/launched-executor.ts'
import { SERVER_NAME, startNginx } from './support/nginx.ts'
import { isInstalled } from './support/programs.ts'
import { openRealProxy } from './support/real-proxy.ts'
import { openRecordingUpstream } from './support/recording-upstream.ts'

const SMOKE = path.join(import.meta.dirname, '../src/smoke/main.ts')
const TOKEN = 'a-token-that-only-this-test-knows'
const here = isInstalled('nginx', '-v', 'the smoke test through nginx')

type Outcome = { readonly code: number | string | null | undefined; readonly lines: readonly string[] }

function smoke(args: readonly string[], token = ''): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, ADMIN_TOKEN: token }
    execFile(process.execPath, [SMOKE, ...args], { env }, (error, stdout) =>
      resolve({ code: error === null ? 0 : error.code, lines: stdout.trim().split('\n') }),
    )
  })
}

/** How a check went: `ok` or `FAIL`. */
const outcomeOf = ({ lines }: Outcome, check: string): string | undefined =>
  lines.find((line) => line.includes(`  ${check}: `))?.split(' ', 1)[0]

test('a desk on one machine, from its health to its audit log', { timeout: 60_000 }, async () => {
  const executor = await launchExecutor(TOKEN)
  onTestFinished(executor.close)
  await once(executor.child, 'message')
  const port = await freePort()
  const proxy = await openRealProxy(port, { executorPort: executor.port })
  const where = ['--base', `http://127.0.0.1:${port}`, '--executor', `http://127.0.0.1:${executor.port}`]
  const outcome = await smoke([...where, '--audit', executor.auditLog], TOKEN)
  const wrongToken = await smoke(where, 'not-the-token-of-this-test')
  await proxy.close()
  const away = await smoke(where)
  expect(outcome, outcome.lines.join('\n')).toMatchObject({ code: 0 })
  expect(outcome.lines.filter((line) => line.startsWith('ok'))).toHaveLength(8)
  expect([wrongToken.code, outcomeOf(wrongToken, 'one backtest')]).toEqual([1, 'FAIL'])
  expect([away.code, outcomeOf(away, 'health'), outcomeOf(away, 'executor is ready')]).toEqual([1, 'FAIL', 'ok'])
})

/** What a proxy would say that lets everybody start. */
const open =
  (headers: Readonly<Record<string, string>>): RequestListener =>
  (request, response) => {
    const status = request.method === 'POST' ? 201 : 200
    response.writeHead(status, { ...SECURITY_HEADERS, 'content-type': 'text/html', ...headers }).end('{"status":"ok"}')
  }

describe.runIf(here)('a desk behind nginx', { timeout: 60_000 }, () => {
  async function through(port: number): Promise<Outcome> {
    const nginx = await startNginx(port)
    onTestFinished(nginx.close)
    const base = ['--base', `https://${SERVER_NAME}:${nginx.httpsPort}`, '--address', '127.0.0.1']
    const ports = ['--http-port', String(nginx.httpPort), '--executor', 'http://127.0.0.1:1']
    return smoke([...base, ...ports, '--ca', nginx.certificateFile])
  }

  test('is well with the real proxy in shared mode', async () => {
    const executor = await openRecordingUpstream()
    onTestFinished(executor.close)
    const port = await freePort()
    const publicOrigin = new URL(`https://${SERVER_NAME}`)
    const mode = { kind: 'shared', publicOrigin, trustedHops: 1, clientCertificates: false } as const
    const proxy = await openRealProxy(port, { executorPort: executor.port, mode })
    onTestFinished(proxy.close)
    const outcome = await through(port)
    const failed = outcome.lines.filter((line) => line.startsWith('FAIL'))
    // There is no executor in this test.
    expect(failed.map((line) => line.slice(6, 30).split(':')[0])).toEqual([
      'executor is ready',
      'start without a token',
    ])
    expect(outcome.lines.filter((line) => line.startsWith('ok'))).toHaveLength(7)
  })

  test('a start without signing in, and a policy that allows too much, are seen', async () => {
    const loose = { 'content-security-policy': "default-src 'none'; script-src 'unsafe-inline'" }
    const upstream = await openRecordingUpstream(open(loose))
    onTestFinished(upstream.close)
    const outcome = await through(upstream.port)
    expect(outcome.code).toBe(1)
    expect(outcomeOf(outcome, 'headers')).toBe('FAIL')
    expect(outcomeOf(outcome, 'start without signing in')).toBe('FAIL')
    expect(outcomeOf(outcome, 'certificate')).toBe('ok')
  })
})
