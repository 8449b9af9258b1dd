import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '../src')

/** What `@tezgah/btcturk` itself is made of; the other entries have their own needs. */
const core = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/^(stream|history)[\\/]/.test(file))
  .map((file) => ({ file, source: readFileSync(path.join(root, file), 'utf8') }))

it('imports nothing of Node, so that it runs in a browser', () => {
  expect(core.filter(({ source }) => /from '(node:|ws')/.test(source)).map(({ file }) => file)).toEqual([])
})

it('reads time, waits, draws and fetches through its ports alone', () => {
  const direct =
    /\b(Date\.now|new Date|Math\.random|performance\.|setTimeout|setInterval|setImmediate|globalThis|AbortSignal\.timeout|(?<!\.)fetch\()/
  const found = core.filter(({ source }) =>
    source.split('\n').some((line) => !/^\s*(\*|\/)/.test(line) && direct.test(line)),
  )
  expect(found.map(({ file }) => file)).toEqual(['ports.ts'])
})

it('keeps no state between clients', () => {
  const found = core.filter(({ source }) => /^(export )?(let|var) /m.test(source))
  expect(found.map(({ file }) => file)).toEqual([])
})
