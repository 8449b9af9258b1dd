import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** By the button in the bar, in English. */
export async function chooseTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  const button = page.getByRole('button', { name: /^Theme:/ })
  while (!(await button.getAttribute('aria-label'))?.endsWith(theme)) await button.click()
}

/** What axe finds wrong with the page as it is now. */
export async function violations(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    // Nodes without a violation are not described.
    return (await axe.run({ resultTypes: ['violations'] })).violations.map(
      ({ id, nodes }) => `${id}: ${nodes[0]?.html}`,
    )
  })
}

/** How far the page can be scrolled sideways: nothing, if all is well. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const room = document.body.getBoundingClientRect().width
    return Math.max(0, document.documentElement.scrollWidth - Math.ceil(room))
  })
}

/** Must be called before the page is opened; afterwards `layoutShift` tells how much has moved since. */
export function watchLayoutShift(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const found = globalThis as unknown as { layoutShift: number }
    found.layoutShift = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) found.layoutShift += (entry as unknown as { value: number }).value
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

export function layoutShift(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as { layoutShift: number }).layoutShift)
}
