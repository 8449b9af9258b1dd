import path from 'node:path'
import { buildApp } from './app.ts'
import { buildPageIfStale, PAGE_DIRECTORY } from './build-page.ts'
import { readEnvFile } from './env-file.ts'
import { readEnvironment } from './environment.ts'
import { stopOnSignal } from './stop-on-signal.ts'
import { createUpstream } from './upstream.ts'

const BAD_USAGE = 2
const ENV_FILE = path.join(import.meta.dirname, '../../../.env.local')

const reading = readEnvironment({ ...readEnvFile(ENV_FILE), ...process.env })
if (reading.ok) await serve(reading.environment)
else {
  console.error(`proxy: the environment is not usable\n${reading.problems.map((p) => `  ${p}`).join('\n')}`)
  process.exitCode = BAD_USAGE
}

async function serve(environment: Extract<typeof reading, { ok: true }>['environment']): Promise<void> {
  await buildPageIfStale()
  const upstream = createUpstream({
    url: environment.executorUrl,
    connectTimeoutMs: environment.connectTimeoutMs,
    answerTimeoutMs: environment.answerTimeoutMs,
  })
  const app = await buildApp({
    upstream,
    adminToken: environment.adminToken,
    pageDirectory: PAGE_DIRECTORY,
    reportError: (error) => console.error('proxy:', describe(error)),
  })
  stopOnSignal(async () => {
    await app.close()
    await upstream.close()
  })
  try {
    const address = await app.listen({ host: '127.0.0.1', port: environment.port })
    console.log(`proxy listening on ${address}`)
  } catch (error) {
    console.error(`proxy: cannot listen on 127.0.0.1:${environment.port}: ${describe(error)}`)
    process.exit(1)
  }
}

/** Message and causes, without stacks: enough for a log, and no header or body is in them. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message} (${describe(error.cause)})`
}
