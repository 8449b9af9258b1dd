import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const source = path.join(import.meta.dirname, '../src')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name: name.split(path.sep).join('/'), text: readFileSync(path.join(source, name), 'utf8') }))

it('uses Node in the room for Node only', () => {
  const pure = files.filter(({ name }) => !name.startsWith('node/'))
  expect(pure.length).toBeGreaterThan(5)
  const forbidden = /from 'node:|from '\.{1,2}\/node\/|\bBuffer\.|\bprocess\.|Math\.random/
  expect(pure.filter(({ text }) => forbidden.test(text)).map(({ name }) => name)).toEqual([])
})

it('reads time in the clock only', () => {
  const reading = files.filter(({ text }) => /Date\.now|performance\.now|new Date\(\)/.test(text))
  expect(reading.map(({ name }) => name)).toEqual(['clock.ts'])
})
