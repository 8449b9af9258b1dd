import path from 'node:path'
import { createRunner } from '@tezgah/runner'
import { type Logger, pino } from 'pino'
import { buildApp } from './app.ts'
import { finishEvent, readdressEvent, repairEvent } from './audit/job-records.ts'
import { openSignedLog } from './audit/open-log.ts'
import { reconcile } from './audit/reconcile.ts'
import { meteredTrail, observableTrail } from './audit/trail.ts'
import { resolveAdminToken } from './auth/admin-token.ts'
import { createAuthenticator } from './auth/authenticate.ts'
import { FailureLimiter, reportAuthAlarm } from './auth/failure-limiter.ts'
import type { Authenticator } from './auth/identity.ts'
import { TokenRegistry } from './auth/token-registry.ts'
import { openDatasetStore } from './datasets/store.ts'
import { type Environment, REPOSITORY } from './environment.ts'
import { openGuardrails } from './guardrails/open.ts'
import { COUNTED_POLICIES } from './guardrails/recent-verdicts.ts'
import { openJobStore } from './jobs/store.ts'
import { createServiceMetrics } from './metrics/service-metrics.ts'
import { openPriceFeed } from './spot/feed.ts'

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
const DRAIN_MS = 1_000

/** Keeps the limits of a start: it ends a run that goes beyond them. */
const RUN_GUARD: string = import.meta.resolve('@tezgah/guardrails/run-limits')

/** Opens store, audit log and runner, and listens. Undoes what it opened when one of them fails. */
export async function startService(environment: Environment, strategiesModule: string): Promise<Service> {
  const disposers: (() => Promise<void>)[] = []
  const close = async () => {
    for (const step of disposers.splice(0).reverse()) await step()
  }
  try {
    return { address: await open(environment, strategiesModule, disposers), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function open(
  environment: Environment,
  strategiesModule: string,
  disposers: (() => Promise<void>)[],
): Promise<string> {
  const adminToken = resolveAdminToken(environment.adminToken, path.join(REPOSITORY, '.env.local'))
  const logger = createLogger(environment)
  const { store, close: closeStore } = await openJobStore(environment, logger)
  disposers.push(closeStore)
  const { checkpoints, log } = await openSignedLog({
    auditFile: environment.auditLog,
    keyFile: environment.auditKeyFile,
    checkpointFile: path.join(environment.dataDir, 'audit-checkpoint.json'),
    checkpointMs: environment.auditCheckpointMs,
    secrets: [adminToken],
    onWitness: (error) => logger.error(`the audit log is not what was signed before, or that cannot be kept: ${error}`),
  })
  disposers.push(() => log.close())
  const metrics = createServiceMetrics({
    policies: COUNTED_POLICIES,
    symbols: environment.spotSource === 'off' ? [] : [environment.spotSymbol],
  })
  const audit = observableTrail(meteredTrail(log, metrics))
  await reconcile(store, audit, environment.auditLog)
  const datasetStore = await openDatasetStore(environment.datasetsDir, path.join(environment.dataDir, 'datasets'))
  const guardrails = await openGuardrails(path.join(environment.dataDir, 'guardrails'), {
    audit,
    metrics,
    now: Date.now,
  })
  const runner = await createRunner({
    store,
    datasets: datasetStore.datasets,
    strategiesModule,
    guardModule: RUN_GUARD,
    defaults: DEFAULTS,
    concurrency: environment.concurrency,
    runTimeoutMs: environment.runTimeoutMs,
    onCodeChange: environment.onCodeChange,
    onReaddress: async (job, address) => {
      await audit.append(readdressEvent(job, address))
    },
    onRepair: async (job) => {
      await audit.append(repairEvent(job))
    },
    onResultChecked: metrics.resultChecked,
    onFinish: async (job) => {
      await audit.append(finishEvent(job))
      metrics.ended(job)
    },
    onError: (error) => logger.error({ err: error }, 'the runner met an error that no request waits for'),
  })
  disposers.push(() => runner.close(GRACE_MS))
  const unfollow = await metrics.follow(runner, store)
  disposers.push(async () => unfollow())
  const spot = openPriceFeed({
    source: environment.spotSource,
    symbol: environment.spotSymbol,
    metrics,
    onError: (error) => logger.warn({ err: error }, 'the spot price cannot be read'),
  })
  disposers.push(() => spot.close())
  const hosts = new Set<string>()
  let shuttingDown = false
  const { auditLog: auditFile, rateLimitPerMinute, trustedHops } = environment
  const onAlarm = reportAuthAlarm({ audit, auditFailed: metrics.auditFailed, log: logger })
  const app = buildApp({
    ...{
      runner,
      store,
      audit,
      auditFile,
      datasetStore,
      strategiesModule,
      metrics,
      adminToken,
      logger,
      rateLimitPerMinute,
    },
    ...{ checkpoints, guardrails, spot, trustedHops },
    authenticate: authenticatorOf(environment, adminToken, logger),
    failures: new FailureLimiter(() => performance.now(), onAlarm),
    allowedHosts: () => hosts,
    isShuttingDown: () => shuttingDown,
  })
  disposers.push(async () => {
    shuttingDown = true
    // A client that reads or writes slowly must not hold up the end.
    const timer = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS)
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
  const operators = new TokenRegistry(operatorsFile, adminToken, () => performance.now(), onError)
  return createAuthenticator({ operators, now: Date.now })
}

function createLogger({ logLevel }: Environment): Logger {
  // Standard output is for the one line that says where the service listens.
  return pino(
    { level: logLevel, redact: ['headers', '*.headers', 'req', 'res'] },
    pino.destination({ dest: 2, sync: true }),
  )
}
