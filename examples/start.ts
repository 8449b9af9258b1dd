import path from 'node:path'
import { buildPageIfStale } from './proxy/src/page/build.ts'
import { runFirstBacktest } from './start/first-run.ts'
import { demandFreePort } from './start/port.ts'
import { failureOf, interrupted, type Service, startService } from './start/service.ts'
import { readSettings, type Settings } from './start/settings.ts'
import { summarise } from './start/summary.ts'
import { waitUntilReady } from './start/wait-until-ready.ts'

const main = (service: string): string => path.join(import.meta.dirname, service, 'src', 'main.ts')

const leaving = new AbortController()
const services: Service[] = []

/** Starts one service; from then on its end is everybody's end. */
function start(...[name, file, env]: Parameters<typeof startService>): void {
  const service = startService(name, file, env)
  services.push(service)
  void failureOf(service).then((sentence) => leaving.abort(new Error(sentence)))
}

async function open({ executorPort, proxyPort, demo }: Settings): Promise<void> {
  const { signal } = leaving
  await demandFreePort(executorPort, 'executor', 'EXECUTOR_PORT')
  await demandFreePort(proxyPort, 'proxy', 'PROXY_PORT')
  const executor = `http://127.0.0.1:${executorPort}`
  const proxy = `http://127.0.0.1:${proxyPort}`
  // A price that moves also where the exchange cannot be reached.
  const spot = process.env['SPOT_SOURCE'] || 'auto'
  start('executor-lite', main('executor-lite'), { PORT: String(executorPort), SPOT_SOURCE: spot })
  const [built] = await Promise.all([buildPageIfStale(), waitUntilReady('executor', `${executor}/readyz`, signal)])
  if (built) console.log('page built')
  console.log(`executor-lite listening on ${executor}`)
  // Only now: at its first start the executor writes the token that the proxy reads.
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
  const stopRequested = interrupted(leaving.signal).then(() => 'stop' as const)
  try {
    await Promise.race([open(settings), stopRequested])
    return 0
  } catch (error) {
    // A fetch that was cut off by a dying service says less than the service's own last words.
    const reason: unknown = leaving.signal.aborted ? leaving.signal.reason : error
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
