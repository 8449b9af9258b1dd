import path from 'node:path'
import { onShutdown } from '@tezgah/core/node/shutdown'
import { buildPageIfStale } from './proxy/src/page/build.ts'
import { runFirstBacktest, summarise } from './start/first-run.ts'
import { assertPortFree, waitUntilReady } from './start/readiness.ts'
import { exitReason, type Service, startService } from './start/service.ts'
import { readSettings, type Settings } from './start/settings.ts'

const main = (service: string): string => path.join(import.meta.dirname, service, 'src', 'main.ts')

const stopping = new AbortController()
const services: Service[] = []

/** Starts one service; when it ends, everything ends. */
function start(...[name, file, env]: Parameters<typeof startService>): void {
  const service = startService(name, file, env)
  services.push(service)
  void exitReason(service).then((sentence) => stopping.abort(new Error(sentence)))
}

async function open({ executorPort, proxyPort, demo }: Settings): Promise<void> {
  const { signal } = stopping
  await assertPortFree(executorPort, 'executor', 'EXECUTOR_PORT')
  await assertPortFree(proxyPort, 'proxy', 'PROXY_PORT')
  const executor = `http://127.0.0.1:${executorPort}`
  const proxy = `http://127.0.0.1:${proxyPort}`
  // Prices that move even where the exchange cannot be reached.
  const spot = process.env['SPOT_SOURCE'] || 'auto'
  start('executor-lite', main('executor-lite'), { PORT: String(executorPort), SPOT_SOURCE: spot })
  const [built] = await Promise.all([buildPageIfStale(), waitUntilReady('executor', `${executor}/readyz`, signal)])
  if (built) console.log('page built')
  console.log(`executor-lite listening on ${executor}`)
  // After the executor: at its first start it writes the token that the proxy reads.
  start('proxy', main('proxy'), { PROXY_PORT: String(proxyPort), EXECUTOR_URL: executor })
  await waitUntilReady('proxy', `${proxy}/api/public/healthz`, signal)
  console.log(`proxy listening on ${proxy}`)
  console.log(summarise(await runFirstBacktest(proxy, signal), proxy))
  if (demo) return
  console.log('Serving until Ctrl-C.')
  await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}

async function run(): Promise<number> {
  const settings = readSettings(process.env, process.argv.slice(2))
  const stopRequested = new Promise<void>((resolve) => onShutdown(() => resolve()))
  try {
    await Promise.race([open(settings), stopRequested])
    return 0
  } catch (error) {
    // The last output of a service that ended explains more than the request that it cut off.
    const reason: unknown = stopping.signal.aborted ? stopping.signal.reason : error
    console.error(reason instanceof Error ? reason.message : reason)
    return 1
  } finally {
    await Promise.all(services.map((service) => service.stop()))
  }
}

process.exit(
  await run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    return 2
  }),
)
