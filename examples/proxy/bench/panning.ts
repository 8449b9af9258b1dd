/**
 * How long a frame takes while 100,000 candles with fills are panned, in the real page in Chromium: the interval between
 * frames, and the script of each. Headless Chromium draws by software, so the intervals are those of the machine's processor.
 *
 * node --conditions=@tezgah/source bench/panning.ts
 */
import { openChromium } from '@tezgah-examples/testkit'
import { startProxy } from '../test/support/services.ts'
import { openStandInDesk } from '../test/support/stand-in-desk.ts'

const CANDLES = 100_000
const FILLS = 2_000
const MINUTE_MS = 60_000
const FRAMES = 240

const times = Array.from({ length: CANDLES }, (_, index) => 1_704_067_200_000 + index * MINUTE_MS)
const close = times.map((_, index) => 3_000_000 + 200_000 * Math.sin(index / 3_000) + 5_000 * Math.sin(index / 17))
const candles = {
  time: times,
  open: close.map((price, index) => close[index - 1] ?? price),
  high: close.map((price) => price + 3_000),
  low: close.map((price) => price - 3_000),
  close,
  truncated: false,
}

function resultDocument() {
  const every = CANDLES / FILLS
  const fills = Array.from({ length: FILLS }, (_, index) => ({
    ...{ orderId: index, symbol: 'BTCTRY', side: index % 2 === 0 ? 'buy' : 'sell', index: index * every },
    ...{ time: times[index * every], price: '3000000', quantity: '0.01', fee: '1', reason: 'market' },
  }))
  const period = { from: times[0], to: times.at(-1), candleCount: CANDLES }
  return {
    schema: 2,
    manifest: {
      ...{ engineVersion: '0', strategy: 'bench', params: {}, assumptions: {}, symbol: 'BTCTRY', symbols: ['BTCTRY'] },
      ...{ interval: '1m', seed: 0, dataSha256: 'd', digest: 'e', ...period },
    },
    stats: { returnPct: 1, notes: {} },
    account: { cash: '1', positions: [], feesPaid: '0', interestPaid: '0' },
    ...{ orders: [], fills, trades: [], bounds: null },
    equity: { time: times, equity: close, drawdown: close.map((price) => (3_200_000 - price) / 3_200_000) },
  }
}

const job = {
  ...{ id: 'bench', status: 'done', strategy: 'bench', params: {}, dataset: 'd', datasets: ['d'], detail: [] },
  ...{ settings: {}, createdAt: 0, startedAt: 0, finishedAt: 1, runMs: 1, progress: 1, summary: {}, error: null },
}

/** Drags over the chart frame by frame, and returns the intervals between frames and the script in each, in ms. */
function pan(frames: number): Promise<{ readonly intervals: number[]; readonly script: number[] }> {
  const chart = document.querySelector('.chart')
  const canvas = chart?.querySelectorAll('canvas')[1] ?? chart
  const box = canvas?.getBoundingClientRect() ?? new DOMRect()
  const send = (type: string, x: number): void => {
    const place = { clientX: box.left + x, clientY: box.top + 80, button: 0, buttons: 1, bubbles: true }
    const target = type === 'mousedown' ? canvas : document.documentElement
    target?.dispatchEvent(new MouseEvent(type, { ...place, view: window }))
  }
  const intervals: number[] = []
  const script: number[] = []
  let frame = 0
  let last = performance.now()
  send('mousedown', 300)
  return new Promise((resolve) => {
    const next = (): void => {
      const now = performance.now()
      if (frame > 0) intervals.push(now - last)
      last = now
      send('mousemove', 300 + 200 * Math.sin(frame / 12))
      // The chart draws in a frame callback of its own, behind this one: what is queued behind it comes after the drawing.
      requestAnimationFrame(() => undefined)
      const channel = new MessageChannel()
      channel.port1.onmessage = () => script.push(performance.now() - now)
      channel.port2.postMessage(null)
      frame++
      if (frame < frames) requestAnimationFrame(next)
      else {
        send('mouseup', 300)
        resolve({ intervals, script })
      }
    }
    requestAnimationFrame(next)
  })
}

const share = (values: readonly number[], of: number): string => {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(of * sorted.length))] ?? 0).toFixed(1)
}

const proxy = await startProxy('bench-token-that-nobody-uses-anywhere', 'http://127.0.0.1:1')
const desk = await openStandInDesk(proxy.url)
desk.answer('/api/backtest/bench', job)
desk.answer('/api/backtest/bench/result', resultDocument())
desk.answer('/api/datasets/d/candles', candles)
const browser = await openChromium()
const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
await page.goto(`${desk.url}/backtest?run=bench&tab=candles`)
await page.waitForSelector('.chart[data-drawn=true]')
for (const [name, zooms] of [
  ['whole run', 0],
  ['a tenth', 3],
  ['200 candles', 9],
] as const) {
  await page.getByRole('button', { name: 'Whole run' }).click()
  for (let zoom = 0; zoom < zooms; zoom++) await page.getByRole('button', { name: 'Zoom in' }).click()
  await page.evaluate(pan, 30)
  const { intervals, script } = await page.evaluate(pan, FRAMES)
  const told = (values: readonly number[]): string => `p50 ${share(values, 0.5)}, p95 ${share(values, 0.95)} ms`
  console.log(`${name}: frame ${told(intervals)}; until drawn ${told(script)}`)
}
await browser.close()
await desk.close()
await proxy.close()
