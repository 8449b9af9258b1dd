import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const source = fileURLToPath(new URL('../src', import.meta.url))
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name: name.split(path.sep).join('/'), text: readFileSync(path.join(source, name), 'utf8') }))
const core = files.filter(({ name }) => !name.startsWith('node/'))

it('has a core that imports nothing of Node and knows no clock and no chance', () => {
  expect(core.length).toBeGreaterThan(5)
  const forbidden = /from 'node:|from '\.\/node\/|\bBuffer\.|\bprocess\.|Date\.now|new Date|Math\.random/
  expect(core.filter(({ text }) => forbidden.test(text)).map(({ name }) => name)).toEqual([])
})

it('never waits for the disk on the main thread', () => {
  const sink = files.filter(({ name }) => name.startsWith('node/'))
  expect(sink.length).toBeGreaterThan(3)
  expect(sink.filter(({ text }) => /\w+Sync\b/.test(text)).map(({ name }) => name)).toEqual([])
})
