import { readFileSync } from 'node:fs'
import { type AuditRecord, appendRecord, ed25519Signer, formatVerifierKey, verifierKey } from '@tezgah/audit'
import { openChromium } from '@tezgah-examples/testkit'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type AlteringDesk,
  type LogEvent,
  type LogFolder,
  openAlteringDesk,
  writeAuditLog,
} from '../../../support/audit-desk.ts'
import { chooseTheme, overflow, violations } from '../../../support/page-checks.ts'
import { type Executor, type RunningService, startExecutor, startProxy } from '../../../support/services.ts'

const TOKEN = 'canary-77b1f02e6a-never-in-a-browser'
const START_LIMIT_MS = 120_000
const TEST_LIMIT_MS = 60_000
const RECORDS = 1_200

const ACTORS = ['ayse', 'mehmet:desk', 'strategy:sma-cross']
const ACTIONS = ['backtest.start', 'backtest.finish', 'kill', 'rearm', 'of.another.program']
const OUTCOMES = ['success', 'refused', 'failure', 'unknown'] as const
/** Enough of each kind that is dangerous in a page, a terminal or a spreadsheet. */
const HOSTILE = [
  '<img src=x onerror="globalThis.owned=1">',
  '<script>globalThis.owned=1</script>',
  'javascript:globalThis.owned=1',
  '\u202egnp.exe\u2066',
  '\u200b\u200d\ufeff',
  'x'.repeat(256),
  '=HYPERLINK("http://evil")',
  '"><svg onload=globalThis.owned=1>',
  '{{constructor.constructor("globalThis.owned=1")()}}',
  '🙂'.repeat(100),
]

function* events(): Generator<LogEvent> {
  for (let n = 0; n < RECORDS; n++) {
    const [actor = '', action = '', outcome = 'success'] = [ACTORS[n % 3], ACTIONS[n % 5], OUTCOMES[n % 4]]
    yield { actor, action, outcome, subject: `job-${n}`, correlationId: `c${n % 100}`, details: { number: n } }
  }
  for (const text of HOSTILE)
    yield {
      actor: text,
      action: text,
      subject: text,
      outcome: 'success',
      correlationId: text,
      details: { [text]: text.repeat(40) },
    }
}

let browser: Browser
let made: LogFolder
let executor: Executor
let proxy: RunningService
let desk: AlteringDesk
let context: BrowserContext
let page: Page
let complaints: string[]

beforeAll(async () => {
  made = await writeAuditLog(events())
  ;[browser, executor] = await Promise.all([openChromium(), startExecutor(TOKEN, { folder: made.folder })])
  proxy = await startProxy(TOKEN, executor.url)
  desk = await openAlteringDesk(proxy.url)
}, START_LIMIT_MS)

afterAll(async () => {
  await browser?.close()
  await desk?.close()
  await proxy?.close()
  await executor?.close()
  made?.remove()
})

beforeEach(async () => {
  context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Istanbul',
  })
  page = await context.newPage()
  complaints = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
})

afterEach(async () => {
  desk.alter(null)
  await context.close()
})

type Shown = { readonly records: AuditRecord[] }
/** Another event in the place of a record: whole by itself, and behind the right one. */
const forged = (record: AuditRecord): AuditRecord => {
  const { boot, mono, prev, seq, time } = record
  const event = { actor: 'eve', action: 'rearm', subject: 'desk', outcome: 'success' } as const
  return appendRecord({ size: seq, head: prev }, event, { boot, mono, time }).record
}
type Checkpoint = { readonly checkpoint: string; readonly key: string }

const until = (state: string): Promise<unknown> => page.waitForSelector(`.audit-verification[data-status=${state}]`)
const open = async (query = ''): Promise<void> => {
  await page.goto(`${desk.url}/audit${query}`)
  await page.waitForSelector('.audit-row[data-seq], .empty')
}
const box = () => page.getByRole('grid')
const rows = () => page.locator('.audit-row[data-seq]')
const topSeq = async (): Promise<number> => Number(await rows().first().getAttribute('data-seq'))
/** One more record of the executor: a start that asks for what is not there is refused, one that is right is recorded. */
const act = async (): Promise<void> => {
  const body = JSON.stringify({
    strategy: 'sma-cross',
    dataset: 'sp500-daily',
    params: { fast: 5, slow: 20 + (Math.trunc(performance.now()) % 900) },
  })
  const headers = { 'content-type': 'application/json', 'x-admin-token': TOKEN }
  const answer = await fetch(`${executor.url}/backtest/start`, { method: 'POST', headers, body })
  expect(answer.status).toBeLessThan(300)
}

describe('the audit view', { timeout: TEST_LIMIT_MS }, () => {
  it('verifies the log by itself, and a record with each step', async () => {
    await open()
    await until('verified')
    const says = (await page.locator('.audit-verification').textContent()) ?? ''
    expect(says).toMatch(/Verified up to record [\d,]+/)
    expect(says, 'nothing that was not checked').not.toContain('goes on from the one')
    expect(says).toContain('has not seen this log before')
    await open('?seq=700')
    await page.getByRole('button', { name: 'Verify this record' }).click()
    await page.locator('.audit-conclusion').waitFor()
    expect(
      await page.locator('.audit-steps li').evaluateAll((all) => all.map((li) => li.getAttribute('data-state'))),
    ).toEqual(['good', 'good', 'good', 'good'])
    expect(await page.locator('.audit-conclusion').textContent()).toMatch(/This record is one of the [\d,]+/)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Check the whole log' }).click()
    await page.locator('[data-whole=good]').waitFor()
    expect(await page.locator('[data-whole=good]').textContent()).toMatch(/Whole log checked .*: 1,2\d\d records/)
    expect(complaints).toEqual([])
  })

  it('is read with the keyboard alone', async () => {
    await open()
    const newest = await topSeq()
    await box().focus()
    const active = async (): Promise<number> =>
      Number(await page.locator('.audit-row[aria-selected=true]').getAttribute('data-seq'))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    expect(await active()).toBe(newest - 1)
    await page.keyboard.press('End')
    await page.waitForSelector('.audit-row[data-seq="0"]')
    expect(await active()).toBe(0)
    await page.keyboard.press('PageUp')
    expect(await active()).toBeGreaterThan(2)
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /^Record [\d,]+$/ }).waitFor()
    expect(new URL(page.url()).searchParams.get('seq')).toBe(String(newest))
    await page.keyboard.press('Escape')
    expect(new URL(page.url()).search).toBe('')
  })

  it('filters by what is typed, chosen and clicked, in the address, and filters live records too', async () => {
    await open('?actor=ayse')
    await page.getByText('200 records so far, more below').waitFor()
    await page.getByLabel('Action').fill('kill')
    await page.getByLabel('Action').press('Enter')
    await page.getByText(/^80 records$/).waitFor()
    await page.locator('.audit-filters select').selectOption('refused')
    await page.getByText(/^20 records$/).waitFor()
    expect(new URL(page.url()).search).toBe('?actor=ayse&action=kill&outcome=refused')
    await act()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByText(/^1,2\d\d records$/).waitFor()
    expect(new URL(page.url()).search).toBe('')
    await open('?subject=nobody')
    await page.getByRole('heading', { name: 'No record matches these filters' }).waitFor()
    await open('?subject=job-7')
    await rows().first().locator('.audit-who button').click()
    expect(new URL(page.url()).search).toContain('actor=')
  })

  it('moves nothing that is being read when records come', async () => {
    await open()
    await box().evaluate((element) => element.scrollTo(0, 5_200))
    // The rows of the new place are drawn a frame after the scroll, and filled when their page has come.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
    await expect.poll(() => page.locator('.audit-window .audit-row:not([data-seq])').count()).toBe(0)
    const before = await page.locator('.audit-window').textContent()
    await act()
    await page.getByRole('button', { name: /new record/ }).waitFor()
    expect(await page.locator('.audit-window').textContent()).toBe(before)
    await page.getByRole('button', { name: /new record/ }).click()
    await page.locator('.audit-row[data-seq]').getByText('Backtest').first().waitFor()
    expect(await box().evaluate((element) => element.scrollTop)).toBe(0)
  })

  it('says that it cannot check while the executor is away, and goes on when it is back', async () => {
    await open()
    await until('verified')
    await executor.stop()
    await page.getByRole('button', { name: 'Check now' }).click()
    await until('cannot')
    expect(await rows().count(), 'what was known stays').toBeGreaterThan(5)
    await executor.restart()
    await until('verified')
    expect(await page.locator('.audit-verification').textContent()).toContain('goes on from the one')
  })

  it('exports what the filters show', async () => {
    await open('?actor=ayse&action=kill')
    await page.getByRole('button', { name: 'Export' }).click()
    const save = async (name: string): Promise<string> => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()])
      return readFileSync(await download.path(), 'utf8')
    }
    const lines = (await save('NDJSON')).trimEnd().split('\n')
    expect(lines).toHaveLength(80)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ actor: 'ayse', action: 'kill', details: { number: 12 } })
    expect((await save('CSV')).split('\r\n')[1]).toMatch(/^\d+,\d{4}-.*,ayse,kill,job-12,success,c12,/)
    expect(await page.locator('.audit-command').last().textContent()).toMatch(
      /^npx tezgah audit verify .* --vkey '.+\+/,
    )
  })
})

describe('a log that is not what it was', { timeout: TEST_LIMIT_MS }, () => {
  const alarm = async (messages: string): Promise<void> => {
    await until('failed')
    const says = await page.getByRole('alert').first().textContent()
    expect(says).toContain('FAILED')
    expect(says).toContain(messages)
    expect(says, 'what to do').toContain('Copy the folder')
  }
  /** The page has been here before, and knows key and checkpoint. */
  const visited = async (): Promise<void> => {
    await open()
    await until('verified')
  }

  it('is seen when a record of a page was changed', async () => {
    desk.alter((address, document) => {
      if (address.pathname !== '/api/audit') return document
      const { records } = document as Shown
      return {
        ...(document as Shown),
        records: records.map((record) => (record.seq % 50 === 7 ? { ...record, actor: 'nobody' } : record)),
      }
    })
    await open()
    await alarm('hash of a record does not fit')
  })

  it('is seen when the links between records do not fit', async () => {
    desk.alter((address, document) => {
      if (address.pathname !== '/api/audit') return document
      const { records } = document as Shown
      return {
        ...(document as Shown),
        records: records.map((record) => (record.seq % 50 === 9 ? forged(record) : record)),
      }
    })
    await open()
    await alarm('neighbouring records do not fit together')
  })

  it('is seen when the checkpoint was changed', async () => {
    desk.alter((address, document) => {
      if (address.pathname !== '/api/audit/checkpoint') return document
      const { checkpoint, key } = document as Checkpoint
      return {
        ...(document as Checkpoint),
        key,
        checkpoint: checkpoint.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`),
      }
    })
    await open()
    await alarm('signature of the checkpoint does not fit')
  })

  it('is seen when it shrank to a checkpoint that was signed before', async () => {
    await visited()
    const old = await page.evaluate(async () => (await fetch('/api/audit/checkpoint')).json())
    await act()
    await expect
      .poll(async () => (await (await fetch(`${proxy.url}/api/audit/checkpoint`)).json()).size, { timeout: 30_000 })
      .toBeGreaterThan(old.size)
    await page.getByRole('button', { name: 'Check now' }).click()
    await page.getByText('It goes on from the one').waitFor()
    await until('verified')
    desk.alter((address, document) => (address.pathname === '/api/audit/checkpoint' ? old : document))
    await open()
    await alarm('shorter than it was')
  })

  it('is seen when another key signs it', async () => {
    await visited()
    const { publicKey } = ed25519Signer('tezgah/executor-lite', new Uint8Array(32).fill(7))
    const other = formatVerifierKey(verifierKey('tezgah/executor-lite', 1, publicKey))
    await page.evaluate((key) => {
      const trust = JSON.parse(localStorage.getItem('audit-trust') ?? '{}')
      localStorage.setItem('audit-trust', JSON.stringify({ ...trust, key }))
    }, other)
    await open()
    await alarm('signed with another key')
  })

  it('is seen when the proof of a record was changed, or the record in the detail', async () => {
    await visited()
    const turned = (hash: string): string => (hash.startsWith('0') ? '1' : '0') + hash.slice(1)
    desk.alter((address, document) => {
      if (!address.pathname.endsWith('/proof')) return document
      const answer = document as { readonly proof: readonly string[] }
      return { ...answer, proof: answer.proof.map((hash, index) => (index === 0 ? turned(hash) : hash)) }
    })
    await open('?seq=20')
    await page.getByRole('button', { name: 'Verify this record' }).click()
    await page.locator('[data-step=inclusion][data-state=failed]').waitFor()
    expect(await page.locator('.audit-conclusion').textContent()).toContain('not what the log signed')
  })

  it('is seen by the check of the whole log in what nobody has looked at', async () => {
    await visited()
    desk.alter((address, document) => {
      if (address.pathname !== '/api/audit' || address.searchParams.get('limit') !== '1000') return document
      const { records } = document as Shown
      return { ...(document as Shown), records: records.filter(({ seq }) => seq !== 321) }
    })
    await page.getByRole('button', { name: 'Check the whole log' }).click()
    await alarm('whole log does not verify')
    expect(await page.getByRole('alert').first().textContent()).toContain('record 321')
  })
})

describe('the audit view for everybody', { timeout: TEST_LIMIT_MS }, () => {
  it('runs nothing of what a record says, shows what cannot be seen, and holds its layout', async () => {
    await open(`?actor=${encodeURIComponent(HOSTILE[3] ?? '')}`)
    await rows().first().waitFor()
    expect(await rows().first().textContent()).toContain('⟨U+202E⟩gnp.exe⟨U+2066⟩')
    await open()
    for (let n = 0; n < HOSTILE.length; n++) {
      const seq = RECORDS + 2 + n
      await page.goto(`${desk.url}/audit?seq=${seq}`)
      await page.locator('.audit-facts').waitFor()
      expect(await overflow(page)).toBe(0)
    }
    expect(await page.evaluate(() => 'owned' in globalThis)).toBe(false)
    expect(await page.locator('.audit img, .audit script, .audit-detail img').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('holds ten thousand such texts, however long the answer makes them', async () => {
    let number = 0
    desk.alter((address, document) => {
      if (address.pathname !== '/api/audit') return document
      const { records } = document as Shown
      const text = (): string => (HOSTILE[number++ % HOSTILE.length] ?? '').repeat(number % 40 === 0 ? 40 : 1)
      return {
        ...(document as Shown),
        records: records.map((record) => ({
          ...record,
          actor: text(),
          action: text(),
          subject: text(),
          details: { [text()]: text() },
        })),
      }
    })
    for (let turn = 0; turn < 24; turn++) {
      if (turn % 12 === 0) await open()
      await box().evaluate((element, at) => element.scrollTo(0, at), (turn % 12) * 5_200)
      await page.waitForFunction(
        (top) => {
          const all = [...document.querySelectorAll('.audit-window .audit-row')]
          const isThere = all.some((row) => Number(row.getAttribute('aria-rowindex')) === top)
          return isThere && document.querySelector('.audit-window .audit-absent') === null
        },
        (turn % 12) * 100 + 3,
      )
      const heights = await page.evaluate(() =>
        [...document.querySelectorAll('.audit-window .audit-row')].map((row) => row.clientHeight),
      )
      expect(new Set(heights)).toEqual(new Set([51]))
    }
    await until('failed')
    expect(number).toBeGreaterThan(10_000)
    expect(await overflow(page)).toBe(0)
    expect(await page.evaluate(() => 'owned' in globalThis)).toBe(false)
  })

  it.each(['light', 'dark'] as const)('has no accessibility violation in the %s theme', async (theme) => {
    await open()
    await until('verified')
    await chooseTheme(page, theme)
    await page.locator('summary').click()
    expect(await violations(page)).toEqual([])
    await rows().nth(1).click()
    await page.getByRole('button', { name: 'Verify this record' }).click()
    await page.locator('.audit-conclusion').waitFor()
    expect(await violations(page)).toEqual([])
  })

  it('fits 320 pixels, in Turkish too', async () => {
    await page.setViewportSize({ width: 320, height: 700 })
    await open()
    await page.getByRole('radio', { name: /Türkçe/ }).check()
    await page.getByText(/numaralı kayda kadar doğrulandı/).waitFor()
    await page.getByRole('button', { name: 'Süzgeçler' }).click()
    expect(await overflow(page)).toBe(0)
    await rows().first().click()
    await page.getByRole('button', { name: 'Bu kaydı doğrula' }).waitFor()
    expect(await overflow(page)).toBe(0)
  })
})
