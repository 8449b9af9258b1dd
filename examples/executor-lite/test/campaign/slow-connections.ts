import { readdirSync, readlinkSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { makePlace, post, run, TOKEN } from '../fixtures/process.ts'

const LOOK_MS = 100
const DRIP_MS = 500
/** Others ask one after another, that often in each half of the comparison. */
const ASKS = 400
const ASK_EVERY_MS = 5
/** Apart, so that it is measured what they hold and not what they ask for. */
const OPEN_EVERY_MS = 5

/** Times in milliseconds of clients that do nothing wrong. */
type Times = { readonly p50: number; readonly p99: number; readonly max: number; readonly failed: number }

export type SlowReport = {
  readonly connections: number
  readonly before: Times
  readonly during: Times
  /** Milliseconds from the last slow connection to the moment at which the service had let go of all of them. */
  readonly reapedMs: number
  /** Those that it still held at the end of the wait. */
  readonly left: number
}

/**
 * Opens so many connections, a third of which never finish a head, a third a body, and a third do not read a large answer; measures how
 * others are served before and beside them, and how long the service holds them. Needs Linux: sockets are counted where the service
 * cannot see it.
 */
export const slowConnections = async (count: number, mostMs: number): Promise<SlowReport> => {
  const place = await makePlace({ RATE_LIMIT_PER_MINUTE: '10000' })
  const { child, listening, ended } = run(place.env)
  const sockets: Socket[] = []
  try {
    const address = new URL(await listening)
    const held = () => socketsOf(child.pid ?? 0)
    const large = await largeResult(address)
    await othersTimes(address)
    const before = await othersTimes(address)
    const atRest = held()
    const dripping = setInterval(() => drip(sockets), DRIP_MS)
    const open = async () => {
      for (let i = 0; i < count; i++) {
        sockets.push(openSlow(address, KINDS[i % KINDS.length] as Kind, large))
        await delay(OPEN_EVERY_MS)
      }
      return performance.now()
    }
    const [openedAt, during] = await Promise.all([open(), othersTimes(address)])
    while (held() > atRest + 1 && performance.now() - openedAt < mostMs) await delay(LOOK_MS)
    clearInterval(dripping)
    const reapedMs = Math.round(performance.now() - openedAt)
    return { connections: count, before, during, reapedMs, left: Math.max(0, held() - atRest - 1) }
  } finally {
    for (const socket of sockets) socket.destroy()
    child.kill('SIGTERM')
    await ended
    await place.remove()
  }
}

/** The path of a result of 1.7 MB. */
const largeResult = async (address: URL): Promise<string> => {
  const id = await post(address.origin, { dataset: 'btctry-1m-synthetic' })
  const path = `/backtest/${id}/result`
  while ((await statusOf(new URL(path, address), new Agent())) !== 200) await delay(LOOK_MS)
  return path
}

const LARGE_ASKS = 4
const KINDS = ['head', 'body', 'reading'] as const
type Kind = (typeof KINDS)[number]

const openSlow = ({ port, host }: URL, kind: Kind, large: string): Socket => {
  const socket = connect(Number(port), '127.0.0.1').on('error', () => {})
  if (kind === 'head') socket.write('POST /backtest/start HTTP/1.1\r\n')
  if (kind === 'body')
    socket.write(
      `POST /backtest/start HTTP/1.1\r\nHost: ${host}\r\nX-Admin-Token: ${TOKEN}\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n`,
    )
  if (kind === 'reading') {
    // More than the buffers of both sides hold, whatever the system gives them.
    socket.pause()
    const ask = `GET ${large} HTTP/1.1\r\nHost: ${host}\r\n\r\n`
    socket.write(ask.repeat(LARGE_ASKS))
  }
  return socket
}

/** A byte now and then, so that no connection is ever quiet. */
const drip = (sockets: readonly Socket[]): void => {
  for (const [i, socket] of sockets.entries()) {
    if (KINDS[i % KINDS.length] !== 'reading' && socket.writable) socket.write('a')
  }
}

const socketsOf = (pid: number): number =>
  readdirSync(`/proc/${pid}/fd`).filter((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('socket:')
    } catch {
      return false
    }
  }).length

const othersTimes = async (address: URL): Promise<Times> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times: number[] = []
  let failed = 0
  for (let i = 0; i < ASKS; i++) {
    const begunAt = performance.now()
    const status = await statusOf(new URL(i % 2 === 0 ? '/healthz' : '/backtests', address), agent)
    times.push(performance.now() - begunAt)
    if (status !== 200) failed += 1
    await delay(ASK_EVERY_MS)
  }
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number) => Number((times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(2))
  return { p50: at(0.5), p99: at(0.99), max: at(1), failed }
}

const statusOf = (url: URL, agent: Agent): Promise<number> =>
  new Promise((resolve) => {
    request(url, { agent, headers: { 'x-admin-token': TOKEN } }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
    })
      .on('error', () => resolve(0))
      .end()
  })
