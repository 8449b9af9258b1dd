import path from 'node:path'
import { createRunner, openSqliteJobStore } from '@tezgah/runner'
import { type Logger, pino } from 'pino'
import { resolveAdminToken } from './admin-token.ts'
import { buildApp } from './app.ts'
import { openSignedLog } from './audit/open-signed-log.ts'
import { openDatasetShelf } from './dataset-shelf.ts'
import { type Environment, REPOSITORY } from './environment.ts'
import { finishEvent } from './finish-records.ts'
import { openGuardrails } from './guardrails/open-guardrails.ts'
import { liveAudit } from './live-audit.ts'
import { createServiceMetrics } from './metrics.ts'
import type { Authenticator } from './ports.ts'
import { reconcile } from './reconcile.ts'
import { tellAuthAlarm } from './security/auth-alarm.ts'
import { createAuthenticator } from './security/authenticator.ts'
import { FailureWatch } from './security/failure-watch.ts'
import { Operators } from './security/operators.ts'
import { openSpot } from './spot/open-spot.ts'
import { timedAudit } from './timed-audit.ts'

/** A service that listens. */
export type Service = {
  /** For example `http://127.0.0.1:4010`. */
  readonly address: string
  /** Stops taking requests, gives running backtests a moment, puts the rest back in the queue. Takes at most about 4 s. */
  readonly close: () => Promise<void>
}

const DEFAULTS = { strategy: 'sma-cross', dataset: 'sp500-daily' }
/** How long running backtests may take to end by themselves. */
const GRACE_MS = 1_000
/** How long requests in hand may take to be answered. */
const LAST_ANSWERS_MS = 1_000

/** Opens store, audit log and runner, and listens. Undoes what it opened when one of them fails. */
export async function startService(environment: Environment, strategiesModule: string): Promise<Service> {
  const cleanUp: (() => Promise<void>)[] = []
  const close = async () => {
    for (const step of cleanUp.splice(0).reverse()) await step()
  }
  try {
    return { address: await open(environment, strategiesModule, cleanUp), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function open(
  environment: Environment,
  strategiesModule: string,
  cleanUp: (() => Promise<void>)[],
): Promise<string> {
  const adminToken = resolveAdminToken(environment.adminToken, path.join(REPOSITORY, '.env.local'))
  const logger = createLogger(environment)
  const store = openSqliteJobStore({
    path: path.join(environment.dataDir, 'jobs.db'),
    limits: { maxUnfinished: environment.maxUnfinishedJobs },
  })
  cleanUp.push(() => store.close())
  const { checkpoints, log } = await openSignedLog({
    auditFile: environment.auditLog,
    keyFile: environment.auditKeyFile,
    checkpointFile: path.join(environment.dataDir, 'audit-checkpoint.json'),
    secrets: [adminToken],
    onWitness: (error) => logger.error(`the audit log is not what was signed before, or that cannot be kept: ${error}`),
  })
  cleanUp.push(() => log.close())
  const metrics = createServiceMetrics(environment.spotSource === 'off' ? [] : [environment.spotSymbol])
  const audit = liveAudit(timedAudit(log, metrics))
  await reconcile(store, audit, environment.auditLog)
  const shelf = await openDatasetShelf(environment.datasetsDir, path.join(environment.dataDir, 'datasets'))
  const guardrails = await openGuardrails(path.join(environment.dataDir, 'guardrails'), {
    audit,
    metrics,
    now: Date.now,
  })
  const runner = await createRunner({
    store,
    datasets: shelf.datasets,
    strategiesModule,
    defaults: DEFAULTS,
    concurrency: environment.concurrency,
    runTimeoutMs: environment.runTimeoutMs,
    onFinish: async (job) => {
      await audit.append(finishEvent(job))
      metrics.ended(job)
    },
    onError: (error) => logger.error({ err: error }, 'the runner met an error that no request waits for'),
  })
  cleanUp.push(() => runner.close(GRACE_MS))
  const unfollow = await metrics.follow(runner, store)
  cleanUp.push(async () => unfollow())
  const spot = openSpot({
    source: environment.spotSource,
    symbol: environment.spotSymbol,
    metrics,
    onError: (error) => logger.warn({ err: error }, 'the spot price cannot be read'),
  })
  cleanUp.push(() => spot.close())
  const hosts = new Set<string>()
  let shuttingDown = false
  const { auditLog: auditFile, rateLimitPerMinute, trustedHops } = environment
  const onAlarm = tellAuthAlarm({ audit, auditFailed: metrics.auditFailed, log: logger })
  const app = buildApp({
    ...{ runner, store, audit, auditFile, shelf, strategiesModule, metrics, adminToken, logger, rateLimitPerMinute },
    ...{ checkpoints, guardrails, spot, trustedHops },
    authenticate: authenticatorOf(environment, adminToken, logger),
    failures: new FailureWatch(() => performance.now(), onAlarm),
    allowedHosts: () => hosts,
    isShuttingDown: () => shuttingDown,
  })
  cleanUp.push(async () => {
    shuttingDown = true
    // A client that reads or writes slowly must not hold up the end.
    const timer = setTimeout(() => app.server.closeAllConnections(), LAST_ANSWERS_MS)
    await app.close()
    clearTimeout(timer)
  })
  const address = await app.listen({ host: environment.host, port: environment.port })
  const { hostname, port } = new URL(address)
  for (const name of [hostname, 'localhost']) hosts.add(port === '' ? name : `${name}:${port}`)
  // The first run should not have to wait for a file: read the default dataset now, in a worker.
  runner.candles(DEFAULTS.dataset).catch((error: unknown) => {
    if (!shuttingDown) logger.error({ err: error }, 'the default dataset cannot be read')
  })
  return address
}

function authenticatorOf({ operatorsFile }: Environment, adminToken: string, log: Logger): Authenticator {
  const onError = (error: unknown) => log.error({ err: error }, 'the operators stay as they were')
  const operators = new Operators(operatorsFile, adminToken, () => performance.now(), onError)
  return createAuthenticator({ operators, now: Date.now })
}

function createLogger({ logLevel }: Environment): Logger {
  // Standard output is for the one line that says where the service listens.
  return pino(
    { level: logLevel, redact: ['headers', '*.headers', 'req', 'res'] },
    pino.destination({ dest: 2, sync: true }),
  )
}
