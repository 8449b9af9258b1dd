import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { backtest, parseCandlesCsv } from '@tezgah/backtest'
import { createRunner, type Job, type JobStore, type Runner, readDatasetFolder } from '@tezgah/runner'
import { openPostgresJobStore } from '@tezgah/runner/postgres'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { waves, writeDataset } from '../../../../runner/test/fixtures/workbench.ts'
import { startCutOffProxy } from '../../../../runner/test/postgres/cut-off-proxy.ts'
import { prepareTemplate } from '../../../../runner/test/postgres/harness.ts'
import { type Server, startServer } from '../../../../runner/test/postgres/server.ts'
import { strategies } from '../../fixtures/worker/strategies.ts'
import { root } from '../../run-main.ts'
import { type Running, spawnMain } from '../../spawn-main.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const module = path.join(import.meta.dirname, '../../fixtures/worker/strategies.ts')
const run = promisify(execFile)
/** Resolves once the process has printed `text`. */
function printed({ child }: Running, text: string): Promise<void> {
  return new Promise((resolve) => {
    let output = ''
    child.stdout?.on('data', (chunk: string) => {
      output += chunk
      if (output.includes(text)) resolve()
    })
  })
}

const server = await startServer()

if (typeof server === 'string') it('tezgah worker', ({ skip }) => skip(server))
else describeWorkers(server, await prepareTemplate(server))

function describeWorkers(server: Server, template: string): void {
  afterAll(async () => {
    await server.dropDatabase(template)
    await server.stop()
  })

  describe('tezgah worker', { timeout: 60_000 }, () => {
    const inFolder = temporaryFolder()
    const workers: Running[] = []
    let url: string
    let store: JobStore
    let api: Runner
    let ends: string[]

    beforeEach(async () => {
      ends = []
      await mkdir(inFolder('candles'))
      await writeDataset(inFolder('candles'), 'waves', waves(300))
      url = await server.createDatabase(template)
      store = await openPostgresJobStore({ url })
      api = await createRunner({
        store,
        datasets: await readDatasetFolder(inFolder('candles')),
        strategiesModule: pathToFileURL(module).href,
        defaults: { strategy: 'gated', dataset: 'waves' },
        onFinish: async (job) => void ends.push(job.id),
        // A beat that is under way when the store is closed.
        onError: () => {},
      })
      api.pause()
    })
    afterEach(async () => {
      for (const { child, finished } of workers.splice(0)) {
        child.kill('SIGKILL')
        await finished
      }
      await api.close(0)
      await store.close()
      await server.dropDatabase(url)
    })

    const startWorker = (database = url): Running => {
      const flags = ['--strategies', module, '--datasets', inFolder('candles'), '--concurrency', '1']
      const worker = spawnMain(['worker', ...flags], undefined, { DATABASE_URL: database })
      workers.push(worker)
      return worker
    }
    const gate = () => inFolder('gate')
    const enqueue = (every: number) => api.enqueue({ params: { gate: gate(), every } })
    const until = async (ids: readonly string[], isSo: (job: Job | null) => boolean) => {
      for (;;) {
        const jobs = await Promise.all(ids.map((id) => store.get(id)))
        if (jobs.every(isSo)) return jobs
      }
    }
    const isRunning = (job: Job | null) => job?.status === 'running'
    const isDone = (job: Job | null) => job?.status === 'done'
    const undisturbed = (every: number) => {
      const candles = parseCandlesCsv(waves(300), { symbol: 'WAVE', interval: '1m' })
      return JSON.stringify(backtest({ strategy: strategies[0]!, candles, params: { gate: gate(), every }, seed: 0 }))
    }
    const expectBytes = async (id: string, every: number) => {
      const bytes = await store.result(id)
      expect(new TextDecoder().decode(bytes ?? undefined) === undisturbed(every), 'the same bytes').toBe(true)
    }

    it('shares the jobs of a database with others; those of a killed one run again, and end once', async () => {
      const [victim] = [startWorker(), startWorker()]
      const everies = [2, 3, 5, 7]
      const jobs = await Promise.all(everies.map(enqueue))
      const [first, second, ...waiting] = jobs.map(({ id }) => id)
      await until([first!, second!], isRunning)
      expect(await store.counts()).toMatchObject({ running: 2, queued: 2 })
      victim!.child.kill('SIGKILL')
      writeFileSync(gate(), '')
      const finished = await until([first!, second!, ...waiting], isDone)
      expect(finished.map((job) => job?.attempts).sort(), 'one of them ran twice').toEqual([1, 1, 1, 2])
      for (const [index, { id }] of jobs.entries()) await expectBytes(id, everies[index]!)
      await api.drain()
      expect(ends.sort(), 'each end is told').toEqual(jobs.map(({ id }) => id).sort())
    })

    it('that is cut off from the database in the middle of a job is replaced, and commits nothing when it is back', async () => {
      const proxy = await startCutOffProxy(url)
      try {
        const lonely = startWorker(proxy.urlOf(url))
        const started = printed(lonely, ' attempt 1')
        const { id } = await enqueue(3)
        await until([id], isRunning)
        // The store knows of the attempt before the worker has the answer.
        await started
        proxy.cut()
        startWorker()
        await until([id], (job) => job?.status === 'running' && job.attempts === 2)
        writeFileSync(gate(), '')
        const [ended] = await until([id], isDone)
        proxy.heal()
        lonely.child.kill('SIGTERM')
        const { code, stdout } = await lonely.finished
        expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(`started ${id} attempt 1`) })
        expect(stdout).not.toContain(`done ${id}`)
        expect(await store.get(id)).toEqual(ended)
        expect(ended).toMatchObject({ attempts: 2, error: null })
        await expectBytes(id, 3)
      } finally {
        await proxy.close()
      }
    })

    it('runs the job of the program in docs/workers.md, with the command shown there', async () => {
      const guide = readFileSync(path.join(root, 'docs/workers.md'), 'utf8')
      const command = /npm run -s tezgah -- (worker .*)/.exec(guide)?.[1] ?? ''
      workers.push(spawnMain(command.split(' '), root, { DATABASE_URL: url }))
      // Inside the package, where the program finds the others by name.
      const folder = mkdtempSync(path.join(import.meta.dirname, '.run-'))
      try {
        const program = path.join(folder, 'api-node.ts')
        writeFileSync(program, /```ts\n(\/\/ api-node\.ts[\s\S]*?)```/.exec(guide)?.[1] ?? '')
        const env = { ...process.env, DATABASE_URL: url }
        const { stdout } = await run(process.execPath, ['--conditions=@tezgah/source', program], { cwd: root, env })
        expect(stdout).toMatch(/^done 1 [0-9a-f]{64}\n$/)
      } finally {
        rmSync(folder, { recursive: true })
      }
    })

    it('puts its job back on SIGTERM and ends, though the strategy does not', async () => {
      const worker = startWorker()
      const { id } = await enqueue(3)
      await until([id], isRunning)
      worker.child.kill('SIGTERM')
      const { code, stdout } = await worker.finished
      expect(stdout).toContain(`requeued ${id} attempt 1`)
      expect({ code, job: await store.get(id) }).toMatchObject({ code: 0, job: { status: 'queued', attempts: 1 } })
    })
  })
}
