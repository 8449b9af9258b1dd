import { existsSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { spawnMain, type Running as Worker } from '../../../packages/cli/test/spawn-main.ts'
import { type CutOffProxy, startCutOffProxy } from '../../../packages/runner/test/postgres/cut-off-proxy.ts'
import { onDatabase, prepareTemplate } from '../../../packages/runner/test/postgres/harness.ts'
import { type Server, startServer } from '../../../packages/runner/test/postgres/server.ts'
import { REPOSITORY, readEnvironment } from '../src/environment.ts'
import { type Service, startService } from '../src/service.ts'
import { makePlace, type Place, post, run, TOKEN } from './fixtures/process.ts'

const strategies = new URL('./fixtures/gated-strategies.ts', import.meta.url)
const datasets = path.join(REPOSITORY, 'examples', 'data')
const server = await startServer()

if (typeof server === 'string') it('executor-lite on PostgreSQL', ({ skip }) => skip(server))
else describeService(server, await prepareTemplate(server))

/** Between two looks: without it they would reach the limit of requests, and take the machine from the workers. */
const pause = () => delay(20)

type Job = { readonly status: string; readonly attempts: number; readonly finishedAt: number | null }

function describeService(server: Server, template: string): void {
  afterAll(async () => {
    await server.dropDatabase(template)
    await server.stop()
  })

  describe('executor-lite on PostgreSQL', { timeout: 60_000 }, () => {
    let place: Place
    let url: string
    const services: Service[] = []
    const workers: Worker[] = []
    const proxies: CutOffProxy[] = []

    beforeEach(async () => {
      place = await makePlace({ LOG_LEVEL: 'silent', RATE_LIMIT_PER_MINUTE: '100000' })
      url = await server.createDatabase(template)
    })
    afterEach(async () => {
      for (const { child, finished } of workers.splice(0)) {
        child.kill('SIGKILL')
        await finished
      }
      for (const service of services.splice(0)) await service.close()
      for (const proxy of proxies.splice(0)) await proxy.close()
      await server.dropDatabase(url)
      await place.remove()
    })

    /** The service in this process, with strategies of its own. */
    const serve = async (changes: Record<string, string>): Promise<string> => {
      const service = await startService(readEnvironment({ ...place.env, ...changes }), strategies.href)
      services.push(service)
      return service.address
    }
    const serveApi = (database = url) => serve({ DATABASE_URL: database, CONCURRENCY: '0' })
    const startWorker = (database = url, concurrency = 1): Worker => {
      const flags = [
        '--strategies',
        fileURLToPath(strategies),
        '--datasets',
        datasets,
        '--concurrency',
        String(concurrency),
      ]
      const worker = spawnMain(['worker', ...flags], undefined, { DATABASE_URL: database })
      workers.push(worker)
      return worker
    }
    const proxyTo = async (database: string): Promise<CutOffProxy> => {
      const proxy = await startCutOffProxy(database)
      proxies.push(proxy)
      return proxy
    }
    const gate = () => path.join(place.folder, 'gate')
    const openGate = () => writeFileSync(gate(), '')
    const body = (every: number) => ({ strategy: 'gated', params: { gate: gate(), every } })
    const start = async (address: string, every: number): Promise<string> => {
      const id = await post(address, body(every))
      if (id === null) throw new Error('the start was not accepted')
      return id
    }
    const jobOf = async (address: string, id: string): Promise<Job> => (await fetch(`${address}/backtest/${id}`)).json()
    const until = async (address: string, id: string, isSo: (job: Job) => boolean): Promise<Job> => {
      for (;;) {
        const job = await jobOf(address, id)
        if (isSo(job)) return job
        await pause()
      }
    }
    const isRunning = ({ status }: Job) => status === 'running'
    /** The stream of its events, to its end. */
    const eventsOf = async (address: string, id: string): Promise<string> =>
      (await fetch(`${address}/backtest/${id}/events`)).text()
    const resultOf = async (address: string, id: string): Promise<string> =>
      (await fetch(`${address}/backtest/${id}/result`)).text()
    const recordsOf = async (subject: string): Promise<readonly string[]> =>
      String(await readFile(place.env['AUDIT_LOG'] ?? ''))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
        .filter((record) => record.subject === subject)
        .map(({ action, outcome }) => `${action} ${outcome}`)
    const untilRecorded = async (id: string): Promise<readonly string[]> => {
      for (;;) {
        const records = await recordsOf(id)
        if (records.some((record) => record.startsWith('backtest.finish'))) return records
        await pause()
      }
    }
    /** The same backtests, alone on one machine, with the store in a file. */
    const undisturbed = async (everies: readonly number[]): Promise<readonly string[]> => {
      expect(existsSync(gate()), 'the gate is open').toBe(true)
      const files = {
        TEZGAH_DATA_DIR: path.join(place.folder, 'embedded'),
        AUDIT_LOG: path.join(place.folder, 'e', 'a.log'),
      }
      const address = await serve({ ...files, CONCURRENCY: '1' })
      const ids = await Promise.all(everies.map((every) => start(address, every)))
      await Promise.all(ids.map((id) => eventsOf(address, id)))
      return Promise.all(ids.map((id) => resultOf(address, id)))
    }

    it('leaves backtests to two workers, of which one is killed and one is cut off: the answers are the same bytes', async () => {
      const proxy = await proxyTo(url)
      const address = await serveApi()
      const [victim, lonely] = [startWorker(), startWorker(proxy.urlOf(url))]
      const everies = [2, 3, 5]
      const [first = '', second = '', third = ''] = await Promise.all(everies.map((every) => start(address, every)))
      const ids = [first, second, third]
      const streams = ids.map((id) => eventsOf(address, id))
      const running = (await Promise.all(ids.map((id) => jobOf(address, id)))).filter(isRunning)
      expect(running.length, 'a node that only takes in runs nothing').toBeLessThanOrEqual(2)
      await untilTwoRun(address)
      victim.child.kill('SIGKILL')
      proxy.cut()
      // Room for all three: the one that waits would else keep it from the two that were lost.
      const healthy = startWorker(url, 3)
      await untilAttempt(address, 2)
      openGate()
      for (const stream of await Promise.all(streams)) {
        expect(stream, 'what a worker has ended is heard of here').toMatch(/"status":"done"[^\n]*\n\n$/)
        expect(stream).toMatch(/"status":"running"/)
      }
      const ended = await Promise.all(ids.map((id) => jobOf(address, id)))
      expect(ended.map(({ status, attempts }) => `${status} ${attempts}`).sort()).toEqual([
        'done 1',
        'done 2',
        'done 2',
      ])
      healthy.child.kill('SIGTERM')
      expect((await healthy.finished).code).toBe(0)
      proxy.heal()
      lonely.child.kill('SIGTERM')
      const { stdout } = await lonely.finished
      expect(stdout).toMatch(/started \S+ attempt 1/)
      expect(stdout, 'the late worker commits nothing').not.toMatch(/done/)
      expect(await Promise.all(ids.map((id) => jobOf(address, id)))).toEqual(ended)
      const expected = await undisturbed(everies)
      for (const [index, id] of ids.entries()) {
        expect((await resultOf(address, id)) === expected[index], 'the same bytes').toBe(true)
        expect(await untilRecorded(id), 'recorded once').toEqual(['backtest.start unknown', 'backtest.finish success'])
      }
      const metrics = await (await fetch(`${address}/metrics`)).text()
      expect(metrics).toMatch(/^backtest_done_total\{status="done"\} 3$/m)
      expect(metrics).toMatch(/^executor_backtest_jobs_unfinished 0$/m)
    })

    const backtests = async (address: string): Promise<readonly Job[]> =>
      (await (await fetch(`${address}/backtests`)).json()).backtests
    const untilTwoRun = async (address: string) => {
      while ((await backtests(address)).filter(isRunning).length < 2) await pause()
    }
    const untilAttempt = async (address: string, attempt: number) => {
      while (!(await backtests(address)).some((job) => isRunning(job) && job.attempts === attempt)) await pause()
    }

    it('cancels a backtest that runs on another machine, and the one behind it is run', async () => {
      const address = await serveApi()
      const worker = startWorker()
      const id = await start(address, 2)
      await until(address, id, isRunning)
      const next = await start(address, 3)
      const stream = eventsOf(address, id)
      const headers = { 'x-admin-token': TOKEN }
      expect((await fetch(`${address}/backtest/${id}`, { method: 'DELETE', headers })).status).toBe(200)
      expect(await stream).toMatch(/"status":"cancelled"[^\n]*\n\n$/)
      expect(await until(address, next, isRunning), 'its core is free').toMatchObject({ attempts: 1 })
      openGate()
      expect(await eventsOf(address, next)).toMatch(/"status":"done"/)
      worker.child.kill('SIGTERM')
      expect((await worker.finished).stdout).not.toContain(`done ${id}`)
    })

    it('runs backtests itself unless it is told not to, more urgent ones first, and a key names one', async () => {
      const address = await serve({ DATABASE_URL: url, CONCURRENCY: '1' })
      const first = await start(address, 2)
      await until(address, first, isRunning)
      const send = async (query: string, seed: number, key: string) => {
        const headers = { 'x-admin-token': TOKEN, 'content-type': 'application/json', 'idempotency-key': key }
        const request = { method: 'POST', headers, body: JSON.stringify({ ...body(3), seed }) }
        const answer = await fetch(`${address}/backtest/start?${query}`, request)
        return { status: answer.status, id: (await answer.json()).id as string }
      }
      const low = await send('priority=low', 1, 'k-1')
      const high = await send('priority=high', 2, 'k-2')
      expect(await send('priority=high', 2, 'k-2')).toEqual(high)
      expect((await send('priority=high', 3, 'k-2')).status).toBe(409)
      openGate()
      await Promise.all([low, high].map(({ id }) => eventsOf(address, id)))
      const [last, before] = await Promise.all([low, high].map(({ id }) => jobOf(address, id)))
      expect(last?.finishedAt).toBeGreaterThanOrEqual(before?.finishedAt ?? Number.NaN)
    })

    it('says that its database is away, refuses starts until it is back, and has lost nothing', async () => {
      const proxy = await proxyTo(url)
      const address = await serveApi(proxy.urlOf(url))
      const kept = await start(address, 2)
      proxy.cut()
      const [ready, refused] = await Promise.all([fetch(`${address}/readyz`), sendStart(address)])
      expect(ready.status).toBe(503)
      expect(await ready.json()).toMatchObject({ status: 'not ready', checks: { jobs: 'unavailable', audit: 'ok' } })
      expect(refused.status).toBe(503)
      expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
      expect(await refused.json()).toMatchObject({ type: 'urn:tezgah:problem:store-unavailable' })
      expect((await fetch(`${address}/healthz`)).status, 'the process itself is well').toBe(200)
      proxy.heal()
      while ((await fetch(`${address}/readyz`)).status !== 200);
      expect(await jobOf(address, kept)).toMatchObject({ status: 'queued' })
      expect((await sendStart(address)).status).toBe(201)
    })
    const sendStart = (address: string): Promise<Response> => {
      const headers = { 'x-admin-token': TOKEN, 'content-type': 'application/json' }
      return fetch(`${address}/backtest/start`, { method: 'POST', headers, body: JSON.stringify(body(3)) })
    }

    it('as a process: drains on SIGTERM, goes on after kill -9, and never tells the password', async () => {
      const secret = 'p4ssword-canary'
      const role = `tezgah_${Date.now()}`
      await onDatabase(url, `CREATE ROLE ${role} LOGIN SUPERUSER PASSWORD '${secret}'`)
      const withSecret = Object.assign(new URL(url), { username: role, password: secret }).href
      const env = { ...place.env, DATABASE_URL: withSecret, LOG_LEVEL: 'trace', CONCURRENCY: '1' }
      try {
        const first = run(env)
        const address = await first.listening
        const id = (await post(address, {})) ?? ''
        first.child.kill('SIGKILL')
        await first.ended
        const again = run(env)
        const second = await again.listening
        expect(await eventsOf(second, id)).toMatch(/"status":"done"/)
        const answers = ['/metrics', '/readyz', '/backtests', '/settings', `/backtest/${id}`]
        for (const route of answers) expect(await (await fetch(`${second}${route}`)).text()).not.toContain(secret)
        again.child.kill('SIGTERM')
        expect(await again.ended).toBe(0)
        const nowhere = run({ ...env, DATABASE_URL: `postgres://${role}:${secret}@127.0.0.1:1/x` })
        expect(await nowhere.ended).toBe(1)
        expect(nowhere.output()).toMatch(/^executor-lite: cannot open the job store in PostgreSQL: .*ECONNREFUSED/)
        for (const { output } of [first, again, nowhere]) expect(output()).not.toContain(secret)
        expect(String(await readFile(place.env['AUDIT_LOG'] ?? ''))).not.toContain(secret)
      } finally {
        await onDatabase(url, `REASSIGN OWNED BY ${role} TO CURRENT_USER; DROP OWNED BY ${role}; DROP ROLE ${role}`)
      }
    })
  })
}
