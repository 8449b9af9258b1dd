import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSimulator, type FeedCandle, type Simulator } from '@tezgah/simulator'

const MINUTE = 60_000

/** A Saturday; minutes of five days follow. A page of minutes is a day. */
export const START: number = Date.UTC(2024, 5, 1)
export const DAY: number = 1440 * MINUTE

/** Candles of every minute but 3 of each day and 90 of the third. */
export const CANDLES: readonly FeedCandle[] = minutes(5 * 1440).filter(({ time }) => {
  const minute = (time - START) / MINUTE
  return ![700, 701, 702].includes(minute % 1440) && (minute < 3200 || minute >= 3290)
})

function minutes(count: number): FeedCandle[] {
  return [...Array(count).keys()].map((minute) => {
    const open = 2_000_000 + (minute % 977) * 10
    const close = 2_000_000 + (minute % 641) * 10
    const [high, low] = [Math.max(open, close) + 10, Math.min(open, close) - 10]
    return { time: START + minute * MINUTE, open, high, low, close, volume: (minute % 50) / 128 }
  })
}

export type TestExchange = {
  readonly simulator: Simulator
  /** Flags that point the command at it. */
  readonly flags: readonly string[]
  /** Which page each request for candles began in, days from the start; `info` and `time` for the others. */
  readonly seen: (number | string)[]
  /** Called once the n-th request for candles from now on, counted from 1, has come and before it is answered. */
  when(nth: number, action: () => void): void
  /** Resolves once that request has come; it is never answered. */
  hold(nth: number): Promise<void>
  close(): Promise<void>
}

/** The simulator at noon of the sixth day, behind a server that writes down what is asked. */
export async function startExchange(): Promise<TestExchange> {
  const simulator = await createSimulator({
    time: { mode: 'scaled', speed: 1, start: START + 5 * DAY + DAY / 2 },
    feed: { type: 'candles', intervalMs: MINUTE, series: { BTCTRY: CANDLES } },
  })
  const seen: (number | string)[] = []
  const awaited = { left: 0, action: () => {} }
  const server = createServer(async (request, response) => {
    const { pathname, search, searchParams } = new URL(request.url ?? '', 'http://any')
    const isChart = pathname.startsWith('/v1/klines')
    seen.push(isChart ? (Number(searchParams.get('from')) * 1000 - START) / DAY : (pathname.split('/').at(-1) ?? ''))
    if (isChart && --awaited.left === 0) awaited.action()
    const base = isChart ? simulator.graphUrl : simulator.restUrl
    try {
      const answer = await fetch(`${base}${pathname}${search}`)
      response.writeHead(answer.status, { 'Content-Type': 'application/json' })
      response.end(await answer.text())
    } catch {
      response.destroy()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const when = (nth: number, action: () => void) => {
    awaited.left = nth
    awaited.action = action
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    simulator,
    seen,
    flags: ['--api-url', url, '--graph-url', url],
    when,
    hold: (nth) =>
      new Promise((resolve) => {
        when(nth, () => {
          simulator.faults.nextRequest('hang', { path: '/v1/klines' })
          resolve()
        })
      }),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await simulator.close()
    },
  }
}
