import { openChromium } from '@tezgah-examples/testkit'
import type { Page } from 'playwright-core'
import { type LogEvent, writeAuditLog } from '../test/support/audit-desk.ts'
import { startExecutor, startProxy } from '../test/support/services.ts'
import { openStandInDesk } from '../test/support/stand-in-desk.ts'

// The audit view on a log of 100,000 records: frames while it is scrolled through, how long a jump, a filter and the check of the whole
// log take, and the heap before and after as many live records as an hour at ten a second brings.

const RECORDS = 100_000
const LIVE = 36_000
const SCROLL_MS = 6_000
const TOKEN = 'bench-2b7d61c0f4-never-in-a-browser'
const MEGABYTE = 1_048_576

function* events(): Generator<LogEvent> {
  for (let n = 0; n < RECORDS; n++) {
    const [actor, outcome] = n % 3 === 0 ? (['ayse', 'refused'] as const) : (['strategy:sma-cross', 'success'] as const)
    const details = { strategy: 'sma-cross', dataset: 'sp500-daily', number: n }
    yield { actor, outcome, action: n % 2 === 0 ? 'backtest.start' : 'backtest.finish', subject: `job-${n}`, details }
  }
}

/** Scrolls through the list at so many pixels a frame, and gives the length of each frame in ms. */
const scrollFor = (page: Page, pixels: number): Promise<number[]> =>
  page.evaluate(
    ([step, duration]) =>
      new Promise<number[]>((resolve) => {
        const box = document.querySelector('.audit-box') as HTMLElement
        const frames: number[] = []
        const begun = performance.now()
        let last = begun
        const next = (now: number): void => {
          frames.push(now - last)
          last = now
          box.scrollTop += step
          if (now - begun < duration) requestAnimationFrame(next)
          else resolve(frames.slice(2))
        }
        requestAnimationFrame(next)
      }),
    [pixels, SCROLL_MS] as const,
  )

function summary(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): string => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1)
  const late = sorted.filter((value) => value > 33.4).length
  return `${sorted.length} frames, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms, ${late} later than 33 ms`
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize
}

const timed = async (name: string, what: () => Promise<unknown>): Promise<void> => {
  const begun = performance.now()
  await what()
  console.log(`${name}: ${(performance.now() - begun).toFixed(0)} ms`)
}

const made = await writeAuditLog(events())
const executor = await startExecutor(TOKEN, { folder: made.folder })
const proxy = await startProxy(TOKEN, executor.url)
const browser = await openChromium()
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
const rows = (): Promise<unknown> => page.waitForSelector('.audit-row[data-seq]')

await timed('first record in sight', async () => {
  await page.goto(`${proxy.url}/audit`)
  await rows()
})
await timed('verified', () => page.waitForSelector('.audit-verification[data-status=verified]'))
const before = await heapOf(page)
for (const pixels of [40, 400, 4_000]) {
  await page.evaluate(() => document.querySelector('.audit-box')?.scrollTo(0, 0))
  console.log(`scrolling ${pixels} px a frame: ${summary(await scrollFor(page, pixels))}`)
}
await timed('jump to the oldest record', async () => {
  await page.evaluate(() => document.querySelector('.audit-box')?.scrollTo(0, 1e9))
  await page.waitForSelector('.audit-row[data-seq="0"]')
})
await timed('filter that a third matches', async () => {
  await page.getByLabel('Actor').fill('ayse')
  await page.getByLabel('Actor').press('Enter')
  await page.getByText('so far, more below').waitFor()
})
await page.getByRole('button', { name: 'Clear filters' }).click()
await rows()
await timed('check of the whole log in the worker', async () => {
  await page.getByRole('button', { name: 'Check the whole log' }).click()
  await page.waitForSelector('[data-whole=good]', { timeout: 300_000 })
})
console.log(
  `heap before and after all this: ${(before / MEGABYTE).toFixed(1)} and ${((await heapOf(page)) / MEGABYTE).toFixed(1)} MB`,
)
await page.close()

// Live records: from a desk that sends whatever it is told, to a page that stays at the top.
const desk = await openStandInDesk(proxy.url)
const live = (seq: number) => ({
  ...{ seq, time: Date.now(), mono: seq, boot: '0'.repeat(32), actor: 'ayse', action: 'kill', subject: `desk-${seq}` },
  ...{ outcome: 'success', details: { number: seq }, prev: 'a'.repeat(64), hash: 'b'.repeat(64) },
})
desk.answer('/api/audit', { records: [live(0)], nextCursor: null })
const watcher = await browser.newPage({ viewport: { width: 1280, height: 900 } })
await watcher.goto(`${desk.url}/audit`)
await watcher.waitForSelector('.live-state[data-phase=live]')
await watcher.waitForSelector('.audit-row[data-seq]')
const heaps: number[] = []
const begun = performance.now()
for (let seq = 1; seq <= LIVE; seq++) {
  desk.emit('audit', live(seq))
  if (seq % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  if (seq % (LIVE / 6) !== 0) continue
  await watcher.waitForSelector(`.audit-row[data-seq="${seq}"]`)
  heaps.push(await heapOf(watcher))
}
const seconds = ((performance.now() - begun) / 1_000).toFixed(0)
console.log(
  `${LIVE} live records in ${seconds} s, heap after each sixth: ${heaps.map((heap) => (heap / MEGABYTE).toFixed(1)).join(', ')} MB`,
)

await browser.close()
await desk.close()
await proxy.close()
await executor.close()
made.remove()
