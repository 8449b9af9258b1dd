import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CANDLE_INTERVALS } from '../../src/history/index.ts'

const run = promisify(execFile)
const docs = path.join(import.meta.dirname, '../../../../docs')
const guide = readFileSync(path.join(docs, 'history.md'), 'utf8')
const charts = pathToFileURL(path.join(import.meta.dirname, '../fixtures/offline-charts.ts')).href

let folder: string

beforeAll(() => {
  // Inside the package, where the programs find it by name.
  folder = mkdtempSync(path.join(import.meta.dirname, '.run-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the guide to history', () => {
  const programs = [...guide.matchAll(/```ts\n\/\/ (\S+)\n(.*?)```\n+```text\n(.*?)\n```/gs)]

  it('shows programs', () => {
    expect(programs.map(([, name]) => name)).toEqual(['download.ts', 'resume.ts'])
    expect([...guide.matchAll(/```ts/g)]).toHaveLength(programs.length)
  })

  it.each(programs.map(([, name, code, text]) => [name!, code!, text!]))(
    '%s prints what is shown',
    { timeout: 60_000 },
    async (name, code, text) => {
      const home = path.join(folder, name.replace('.ts', ''))
      mkdirSync(home)
      writeFileSync(path.join(home, name), code)
      const args = ['--conditions=@tezgah/source', '--import', charts, name]
      const { stdout } = await run(process.execPath, args, { cwd: home, env: { ...process.env, NO_COLOR: '1' } })
      expect(stdout.trim()).toBe(text)
    },
  )

  it('names every interval, and links only to what exists', () => {
    for (const interval of CANDLE_INTERVALS) expect(guide).toContain(`\`${interval}\``)
    const targets = [...guide.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map((match) => match[1]!)
    expect(targets.filter((target) => !existsSync(path.join(docs, target)))).toEqual([])
  })
})
