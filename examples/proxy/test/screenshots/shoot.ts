import path from 'node:path'
import type { Browser } from 'playwright-core'

export type Desk = {
  readonly url: string
  readonly cookie: string
  readonly runs: readonly string[]
  /** Folder of the pictures. */
  readonly out: string
}

const WIDTHS = [1280, 390]
const THEMES = ['light', 'dark'] as const
const LANGUAGES = ['en', 'tr']
/** Charts are drawn and live data has come. */
const SETTLED_MS = 1_500

function viewsOf(runs: readonly string[]): Readonly<Record<string, string>> {
  return {
    home: '/',
    'backtest-form': '/backtest',
    'backtest-result': `/backtest?run=${runs[0]}`,
    history: '/backtest/history',
    compare: `/backtest/compare?runs=${runs.slice(0, 3).join(',')}`,
    guardrails: '/guardrails',
    audit: '/audit',
    'audit-record': '/audit?seq=3',
  }
}

/** One picture of each view in each theme, language and width, of the whole page. */
export async function shoot(browser: Browser, { url, cookie, runs, out }: Desk): Promise<void> {
  const [name = '', value = ''] = cookie.split('=')
  for (const language of LANGUAGES) {
    for (const theme of THEMES) {
      for (const width of WIDTHS) {
        const context = await browser.newContext({
          viewport: { width, height: 900 },
          colorScheme: theme,
          locale: language,
          reducedMotion: 'reduce',
        })
        await context.addCookies([{ name, value, url }])
        const page = await context.newPage()
        for (const [view, address] of Object.entries(viewsOf(runs))) {
          await page.goto(url + address)
          await page.waitForTimeout(SETTLED_MS)
          await page.screenshot({ path: path.join(out, `${view}-${width}-${theme}-${language}.png`), fullPage: true })
        }
        await context.close()
      }
    }
  }
}
