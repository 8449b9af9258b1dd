import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Operator } from '@tezgah/core/node/operators-file'
import { buildApp } from '../../src/app.ts'
import type { Mode, SharedMode } from '../../src/http/mode.ts'
import { OperatorDirectory } from '../../src/operators/directory.ts'
import { createUpstream } from '../../src/upstream/client.ts'
import { makeOperatorsFolder, type OperatorsFolder, passwordDigest, tokenDigest } from './operators-file.ts'
import { type RawAnswer, type RawRequest, rawRequest } from './raw-request.ts'
import { openStandInExecutor, type StandInExecutor } from './stand-in-executor.ts'

export const CANARY = 'canary-7f3a9c51d2-never-in-a-browser'
export const ORIGIN = 'https://desk.test'
export const PASSWORD = 'a password of this test'
const DIGEST = passwordDigest(PASSWORD)

/** What the proxy in front adds to each request. */
export const FORWARDED = { host: 'desk.test', 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' }

export const SHARED: SharedMode = {
  kind: 'shared',
  publicOrigin: new URL(ORIGIN),
  trustedHops: 1,
  clientCertificates: false,
}

/** One operator of each role, all with the same password and a token of their own. */
export const OPERATORS: readonly Operator[] = (['viewer', 'operator', 'risk', 'admin'] as const).map((role) => ({
  id: `one-${role}`,
  role,
  tokens: [tokenDigest(`token-of-one-${role}`)],
  password: DIGEST,
}))

export type RunningProxy = {
  readonly base: string
  readonly executor: StandInExecutor
  readonly operators: OperatorsFolder
  /** Failures that were the proxy's own. */
  readonly reported: readonly unknown[]
  /** Sign-ins. */
  readonly logged: readonly string[]
  /** Every answer there was. */
  readonly answers: readonly RawAnswer[]
  /** Epoch milliseconds, to be moved. */
  readonly clock: { now: number }
  /** Asks, in shared mode as the proxy in front would. */
  ask(target: string, options?: RawRequest): Promise<RawAnswer>
  /** Puts other operators in the file, and has it read before the next request. */
  replaceOperators(operators: readonly Operator[]): void
  /** Signs in and returns the cookie for `cookie`. */
  signIn(operator: string): Promise<string>
  /** Ends the stand-in executor. */
  close(): Promise<void>
}

/** The real app on a real socket, in front of a stand-in executor. */
export async function openProxy(
  mode: Mode = SHARED,
  more: {
    readonly executorUrl?: URL
    readonly answerTimeoutMs?: number
    readonly operators?: readonly Operator[]
  } = {},
): Promise<RunningProxy> {
  const executor = await openStandInExecutor()
  const folder = makeOperatorsFolder()
  folder.write(more.operators ?? OPERATORS)
  const pageDirectory = makePage()
  const timeouts = { connectTimeoutMs: 2_000, answerTimeoutMs: more.answerTimeoutMs ?? 10_000 }
  const upstream = createUpstream({ url: more.executorUrl ?? executor.url, ...timeouts })
  const [reported, logged, answers] = [[] as unknown[], [] as string[], [] as RawAnswer[]]
  const clock = { now: Date.now() }
  const reportError = (error: unknown): void => void reported.push(error)
  const operators = new OperatorDirectory(folder.file, reportError)
  const app = await buildApp({
    ...{ upstream, adminToken: CANARY, pageDirectory, reportError, mode, grafanaUrl: null },
    operators,
    sessionLimits: { idleMs: 30 * 60_000, absoluteMs: 12 * 3_600_000 },
    log: (line) => logged.push(line),
    now: () => clock.now,
  })
  const base = await app.listen({ host: '127.0.0.1', port: 0 })
  const ask = async (target: string, options: RawRequest = {}): Promise<RawAnswer> => {
    const headers = { ...(mode.kind === 'shared' ? FORWARDED : {}), ...options.headers }
    const answer = await rawRequest(base, target, { ...options, headers })
    answers.push(answer)
    return answer
  }
  return {
    ...{ base, executor, operators: folder, reported, logged, answers, clock, ask },
    replaceOperators: (next) => {
      folder.write(next)
      operators.refresh()
    },
    signIn: async (operator) => {
      const body = JSON.stringify({ operator, password: PASSWORD })
      return cookieOf(await ask('/api/session', { method: 'POST', headers: JSON_HEADERS, body }))
    },
    close: async () => {
      await app.close()
      await upstream.close()
      await executor.close()
      folder.remove()
      rmSync(pageDirectory, { recursive: true })
    },
  }
}

export const JSON_HEADERS = { 'content-type': 'application/json' }

/** Name and value of the cookie that an answer sets. */
export function cookieOf({ headers, body }: RawAnswer): string {
  const [cookie] = [headers['set-cookie'] ?? []].flat()
  if (cookie === undefined) throw new Error(`no cookie was set: ${body}`)
  return cookie.split(';', 1)[0] ?? ''
}

function makePage(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'tezgah-page-'))
  mkdirSync(path.join(directory, 'assets'))
  writeFileSync(path.join(directory, 'index.html'), '<!doctype html><title>page</title>')
  writeFileSync(path.join(directory, 'assets', 'index-abc123.js'), 'export {}')
  return directory
}
