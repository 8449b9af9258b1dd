import path from 'node:path'
import { OperatorsFileError } from '@tezgah/core/node/operators-file'
import { readEnvFile } from '@tezgah-examples/service-kit/environment'
import { stopOnSignal } from '@tezgah-examples/service-kit/stop-on-signal'
import { buildApp } from './app.ts'
import { type Environment, readEnvironment } from './environment.ts'
import { OperatorDirectory } from './operators/directory.ts'
import { buildPageIfStale, PAGE_DIRECTORY } from './page/build.ts'
import { createUpstream } from './upstream/client.ts'

const BAD_USAGE = 2
const ENV_FILE = path.join(import.meta.dirname, '../../../.env.local')

const reportError = (error: unknown): void => console.error('proxy:', describe(error))

const reading = readEnvironment({ ...readEnvFile(ENV_FILE), ...process.env })
if (reading.ok) await start(reading.environment)
else stopBefore(`the environment is not usable\n${reading.problems.map((p) => `  ${p}`).join('\n')}`)

async function start(environment: Environment): Promise<void> {
  const operators = openOperators(environment.operatorsFile)
  if (operators === null) return
  if (environment.mode.kind === 'shared' && operators.count === 0)
    console.error(
      `proxy: ${environment.operatorsFile} has no operators, so signing in is not possible yet; add one with: tezgah operator add`,
    )
  await serve(environment, operators)
}

/** `null` where the file is not valid; the reason has been printed. */
function openOperators(file: string): OperatorDirectory | null {
  try {
    return new OperatorDirectory(file, reportError)
  } catch (error) {
    if (!(error instanceof OperatorsFileError)) throw error
    stopBefore(error.message)
    return null
  }
}

async function serve(environment: Environment, operators: OperatorDirectory): Promise<void> {
  await buildPageIfStale()
  const upstream = createUpstream({
    url: environment.executorUrl,
    connectTimeoutMs: environment.connectTimeoutMs,
    answerTimeoutMs: environment.answerTimeoutMs,
  })
  const { adminToken, mode, grafanaUrl } = environment
  const app = await buildApp({
    ...{ upstream, adminToken, mode, operators, grafanaUrl, reportError },
    sessionLimits: { idleMs: environment.sessionIdleMs, absoluteMs: environment.sessionMs },
    pageDirectory: PAGE_DIRECTORY,
    log: (line) => console.log(`proxy: ${line}`),
  })
  stopOnSignal('proxy', async () => {
    await app.close()
    await upstream.close()
  })
  try {
    const address = await app.listen({ host: '127.0.0.1', port: environment.port })
    console.log(`proxy listening on ${address}${mode.kind === 'shared' ? ` for ${mode.publicOrigin.origin}` : ''}`)
  } catch (error) {
    console.error(`proxy: cannot listen on 127.0.0.1:${environment.port}: ${describe(error)}`)
    process.exit(1)
  }
}

function stopBefore(reason: string): void {
  console.error(`proxy: ${reason}`)
  process.exitCode = BAD_USAGE
}

/** Message and causes, without stacks: enough for a log, and no header or body is in them. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message} (${describe(error.cause)})`
}
