import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createOpenApiCheck, type OpenApi } from '../fixtures/openapi-check.ts'
import { makePlace, run } from '../fixtures/process.ts'
import { createRequests, type FuzzedRequest, type Operation } from './fuzzed-requests.ts'
import { randomFrom } from './random.ts'
import { Wire, type WireAnswer } from './wire.ts'

const LANES = 16
/** Jobs that later requests ask for. */
const MOST_IDS = 200

/** What so many requests have brought to light. */
export type FuzzReport = {
  readonly requests: number
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>
  /** Each kind of answer that must not be, once, with the request. Empty when all is well. */
  readonly findings: readonly string[]
  /** Milliseconds that its event loop was late, as the service measures it; and as a process beside it, that does nothing, does. */
  readonly stallMs: { readonly p99: number; readonly max: number; readonly besideMax: number }
  /** Resident memory of the service, MiB: the most of each tenth of the run. */
  readonly rssMiB: readonly number[]
}

/** Sends so many odd requests over real sockets to a service of its own, and looks at each answer. */
export const fuzz = async (
  count: number,
  seed: number,
  onTenth: (done: number) => void = () => {},
): Promise<FuzzReport> => {
  const place = await makePlace({ RATE_LIMIT_PER_MINUTE: '1000', MAX_UNFINISHED_JOBS: '200', CONCURRENCY: '1' })
  const { child, listening, ended, output } = run(place.env)
  const address = await listening
  const loop = monitorEventLoopDelay({ resolution: 10 })
  loop.enable()
  const { port, host } = new URL(address)
  const document = await (await fetch(`${address}/openapi.json`)).json()
  const ids: string[] = []
  const next = createRequests(randomFrom(seed), operationsOf(document), host, ids)
  const judge = createJudge(createOpenApiCheck(document), ids)
  const rssMiB: number[] = []
  let sent = 0
  const lane = async (_: unknown, index: number): Promise<void> => {
    const wire = new Wire(Number(port), `127.0.0.${2 + index}`)
    for (; sent < count; ) {
      sent += 1
      if (sent % 1_000 === 0) rssMiB.push(rssOf(child.pid ?? 0))
      if (sent % Math.ceil(count / 10) === 0) onTenth(sent)
      const request = next()
      judge.look(request, await wire.send(request))
    }
    wire.close()
  }
  try {
    await Promise.all(Array.from({ length: LANES }, lane))
    const { eventLoopDelayMs } = await (await fetch(`${address}/slo`)).json()
    const findings = [...judge.findings]
    const errors = errorsOf(output())
    if (errors.length > 0) findings.push(`the service logged ${errors.length} errors, first ${errors[0]}`)
    return {
      requests: sent,
      statuses: judge.statuses,
      findings,
      stallMs: { p99: eventLoopDelayMs.p99, max: eventLoopDelayMs.max, besideMax: loop.max / 1e6 },
      rssMiB: mostOfEachTenth(rssMiB),
    }
  } catch (error) {
    throw new Error(`seed ${seed}, after ${sent} requests; the service said: ${output()}`, { cause: error })
  } finally {
    loop.disable()
    child.kill('SIGTERM')
    await ended
    await place.remove()
  }
}

const operationsOf = ({ paths }: OpenApi): readonly Operation[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => ({ method: method.toUpperCase(), path })),
  )

/** That somebody tries tokens is told by design. */
const errorsOf = (output: string): readonly string[] =>
  output
    .split('\n')
    .filter((line) => line.length > 0 && !line.includes('"alarm":"auth"') && !line.includes(' listens on '))

const createJudge = (check: ReturnType<typeof createOpenApiCheck>, ids: string[]) => {
  const statuses: Record<string, number> = {}
  const byKind = new Map<string, string>()
  const note = (kind: string, request: FuzzedRequest) => {
    if (!byKind.has(kind)) byKind.set(kind, `${kind} <- ${JSON.stringify(request.bytes.toString('latin1', 0, 1_500))}`)
  }
  const lookAt = (request: FuzzedRequest, answer: WireAnswer): void => {
    const { statusCode, payload } = answer
    statuses[statusCode] = (statuses[statusCode] ?? 0) + 1
    if (statusCode === 201 && ids.length < MOST_IDS) ids.push(/"id":"([^"]+)"/.exec(payload)?.[1] ?? '')
    if (statusCode >= 500 && statusCode !== 503) note(`status ${statusCode}: ${payload.slice(0, 300)}`, request)
    if (/node_modules|\.ts:\d+/.test(payload) && !payload.includes('"openapi"'))
      note(`a stack in ${statusCode}`, request)
    // What became of changed bytes may be the answer to another method and address: only framed ones are held against the document.
    const misfit = request.isFramed ? check({ method: request.method, url: request.url, answer }) : null
    if (misfit !== null) note(misfit.replace(/\?\S*/, ''), request)
  }
  return {
    statuses,
    get findings() {
      return [...byKind.values()]
    },
    look(request: FuzzedRequest, answers: readonly WireAnswer[]): void {
      if (request.isFramed && answers.length !== 1) note(`${answers.length} answers`, request)
      for (const answer of answers) lookAt(request, answer)
    },
  }
}

const rssOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024

const mostOfEachTenth = (samples: readonly number[]): readonly number[] =>
  Array.from({ length: 10 }, (_, i) => {
    const tenth = samples.slice(Math.floor((i * samples.length) / 10), Math.floor(((i + 1) * samples.length) / 10))
    return Math.round(Math.max(0, ...tenth))
  })
