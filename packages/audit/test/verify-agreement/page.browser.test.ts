import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  appendRecord,
  type ChainState,
  createTree,
  EMPTY_CHAIN,
  ed25519Signer,
  formatVerifierKey,
  frameNote,
  openSegment,
  signCheckpoint,
  verifierKey,
} from '@tezgah/audit'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Browser, type BrowserPage, type InputFile, openBrowser } from './browser.ts'

const PAGE = path.join(import.meta.dirname, '../../verify/verify.html')
const EXAMPLES = path.join(import.meta.dirname, '../../../../examples/proxy/package.json')
const AXE = readFileSync(createRequire(EXAMPLES).resolve('axe-core/axe.min.js'), 'utf8')
const TIME_LIMIT_MS = 60_000
const ORIGIN = 'example.com/log'
const signer = ed25519Signer(ORIGIN, new Uint8Array(32).fill(7))
const vkey = formatVerifierKey(verifierKey(ORIGIN, 1, signer.publicKey))
const log = writeLog()

let browser: Browser
let page: BrowserPage
let complaints: string[]

beforeAll(async () => {
  browser = await openBrowser()
}, TIME_LIMIT_MS)
afterAll(() => browser?.close())
beforeEach(() => open('light'))
afterEach(() => page.close())

async function open(colorScheme: 'light' | 'dark'): Promise<void> {
  await page?.close()
  complaints = []
  page = await browser.newPage({ colorScheme, locale: 'en-GB' })
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => complaints.push(request.url()))
  await page.goto(pathToFileURL(PAGE).href)
}

/** Six records, and a checkpoint of the first five that the log's key signed. */
function writeLog(): { text: string; note: string } {
  const tree = createTree()
  const stamp = { time: 1, mono: 0, boot: '0'.repeat(32) }
  let chain: ChainState = EMPTY_CHAIN
  let [text, note] = ['', '']
  for (let seq = 0; seq < 6; seq++) {
    const event = { actor: 'operator', action: 'x', subject: `job-${seq}`, outcome: 'success' } as const
    const appended = seq === 0 ? openSegment({ chain, tree, stamp }, 0, null) : appendRecord(chain, event, stamp)
    chain = appended.state
    tree.append(appended.record.hash)
    text += Buffer.from(appended.line)
    if (seq === 4) note = signCheckpoint({ origin: ORIGIN, size: 5, root: tree.root() }, [signer])
  }
  return { text, note }
}

async function verify(text: string, given: { vkey?: string; checkpoint?: string } = {}): Promise<string> {
  const file = (name: string, content: string): InputFile => ({
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(content),
  })
  const files = [file('backtest.log', text), file('backtest.checkpoints', frameNote(log.note))]
  await page.setInputFiles('#files', files)
  await page.getByLabel("The log's key").fill(given.vkey ?? '')
  await page.getByLabel('A checkpoint kept elsewhere').fill(given.checkpoint ?? '')
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.waitForSelector('#verdict:not([hidden])')
  return (await page.textContent('#verdict')) ?? ''
}

async function violations(): Promise<readonly string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  })
}

describe('the page that verifies a log', { timeout: TIME_LIMIT_MS }, () => {
  it('allows exactly its own scripts and style, by their hashes, and asks the network for nothing', async () => {
    const html = readFileSync(PAGE, 'utf8')
    const inline = [...html.matchAll(/<(?:script|style)>([\s\S]*?)<\/(?:script|style)>/g)].map((match) => match[1]!)
    const hashes = inline.map((text) => `sha256-${hash('sha256', text, 'base64')}`)
    expect([...html.matchAll(/sha256-[^']+/g)].map(([found]) => found).sort()).toEqual(hashes.sort())
    expect(html).toContain("default-src 'none'")
    await verify(log.text)
    expect(complaints).toEqual([pathToFileURL(PAGE).href])
  })

  it('says who vouches for an intact log, and shows its segments', async () => {
    expect(await verify(log.text)).toMatch(/^✓ Intact[\s\S]*Nothing from outside[\s\S]*0 to 5/)
    expect(await page.textContent('#segments tbody tr')).toMatch(/^backtest\.log06[\d,]+open$/)
    expect(await verify(log.text, { vkey })).toContain("Only the log's own key")
    expect(await verify(log.text, { vkey, checkpoint: log.note })).toContain('the checkpoints that you gave agree')
  })

  it('names the first bad record', async () => {
    expect(await verify(log.text.replace('job-3', 'job-x'))).toContain('✗ Tampered with: record 3 is the first bad one')
    const cut = log.text.split('\n').slice(0, 3).join('\n')
    expect(await verify(`${cut}\n`)).toContain('✗ Tampered with: record 3')
  })

  it('cannot tell of a torn log, or with a checkpoint that the key did not sign', async () => {
    expect(await verify(`${log.text}{"act`)).toContain('? Cannot tell')
    expect(await verify(log.text, { vkey, checkpoint: log.note.replace('\n5\n', '\n4\n') })).toContain('? Cannot tell')
  })

  it.each(['light', 'dark'] as const)('is without accessibility violations in the %s theme', async (theme) => {
    await open(theme)
    expect(await violations()).toEqual([])
    for (const text of [log.text, log.text.replace('job-3', 'job-x'), `${log.text}{`]) {
      await verify(text)
      expect(await violations()).toEqual([])
    }
  })

  it('is used by keyboard alone, and moves the focus to the verdict', async () => {
    await page.setInputFiles('#files', { name: 'a.log', mimeType: 'text/plain', buffer: Buffer.from(log.text) })
    const tabTo = async (id: string) => {
      for (let presses = 0; presses < 12; presses++) {
        if ((await page.evaluate(() => document.activeElement?.id)) === id) return
        await page.keyboard.press('Tab')
      }
    }
    await tabTo('verify')
    await page.keyboard.press('Enter')
    await page.waitForSelector('#verdict:focus')
    expect(await page.textContent('#verdict h2')).toBe('✓ Intact')
  })

  it('speaks Turkish', async () => {
    await verify(log.text.replace('job-3', 'job-x'))
    await page.selectOption('#language', 'tr')
    expect(await page.textContent('#verdict h2')).toBe('✗ Değiştirilmiş: ilk bozuk kayıt 3')
    expect(await page.getAttribute('html', 'lang')).toBe('tr')
  })
})
