import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  changeOperatorsFile,
  hasRole,
  OPERATOR_ID,
  type Operator,
  OperatorsFileError,
  OperatorsWatcher,
  ROLES,
  readOperatorsFile,
} from '@tezgah/core/node/operators-file'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OPERATORS_CORPUS } from '../fixtures/operators-corpus.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tezgah-operators-'))
  file = path.join(folder, 'operators.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

const isPosix = process.platform !== 'win32'
const write = (text: string | Uint8Array, mode = 0o600) => {
  writeFileSync(file, text)
  chmodSync(file, mode)
}
const idsOf = (operators: readonly Operator[]) => operators.map(({ id }) => id)
const ayse: Operator = { id: 'ayse', role: 'risk', tokens: [] }
const burak: Operator = { id: 'burak', role: 'viewer', tokens: [] }

describe('the corpus', () => {
  const cases = OPERATORS_CORPUS.filter(({ mode }) => isPosix || mode === undefined)

  it.each(cases.filter(({ ids }) => ids !== null))('accepts $name, and writes it as it was', ({ ids, text }) => {
    write(text)
    const operators = readOperatorsFile(file)
    expect(idsOf(operators)).toEqual(ids)
    rmSync(file)
    changeOperatorsFile(file, () => operators)
    expect(readOperatorsFile(file)).toEqual(operators)
  })

  it.each(cases.filter(({ ids }) => ids === null))('refuses $name without repeating it', ({ mode, text }) => {
    write(text, mode)
    expect(() => readOperatorsFile(file)).toThrow(OperatorsFileError)
    expect(() => readOperatorsFile(file)).not.toThrow(/kara kutu|a@b|tzg_secret|0{64}/)
    const before = readFileSync(file)
    expect(() => changeOperatorsFile(file, (operators) => [...operators, burak])).toThrow(OperatorsFileError)
    expect(readFileSync(file).equals(before), 'is left as it is').toBe(true)
    expect(readdirSync(folder)).toEqual(['operators.json'])
  })

  it('has enough of both', () => {
    expect(OPERATORS_CORPUS.filter(({ ids }) => ids !== null).length).toBeGreaterThan(10)
    expect(OPERATORS_CORPUS.filter(({ ids }) => ids === null).length).toBeGreaterThan(35)
  })
})

describe('readOperatorsFile', () => {
  it('finds no operators where there is no file, and refuses a folder', () => {
    expect(readOperatorsFile(file)).toEqual([])
    expect(() => readOperatorsFile(folder)).toThrow('must be a file of at most 1048576 bytes')
  })

  it('names the member that is wrong', () => {
    write(JSON.stringify({ version: 1, operators: [ayse, { ...burak, role: 'root' }] }))
    expect(() => readOperatorsFile(file)).toThrow('not an operators file: operators.1.role: ')
    write(JSON.stringify({ version: 1, operators: [ayse, ayse] }))
    expect(() => readOperatorsFile(file)).toThrow('operators: must have each operator once')
    write('[]')
    expect(() => readOperatorsFile(file)).toThrow('not an operators file: the whole: ')
  })
})

describe('changeOperatorsFile', () => {
  it('writes these bytes', () => {
    changeOperatorsFile(file, () => [{ ...ayse, certificates: ['ab'.repeat(32)] }])
    expect(readFileSync(file, 'utf8')).toBe(`{
  "version": 1,
  "operators": [
    {
      "id": "ayse",
      "role": "risk",
      "tokens": [],
      "certificates": [
        "${'ab'.repeat(32)}"
      ]
    }
  ]
}
`)
    if (isPosix) expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['operators.json'])
  })

  it('changes what is there', () => {
    changeOperatorsFile(file, () => [ayse])
    changeOperatorsFile(file, (operators) => [...operators, burak])
    expect(idsOf(readOperatorsFile(file))).toEqual(['ayse', 'burak'])
  })

  it('writes nothing that readers would refuse, and nothing where the change throws', () => {
    changeOperatorsFile(file, () => [ayse])
    expect(() => changeOperatorsFile(file, () => [ayse, ayse])).toThrow('must have each operator once')
    const refuse = () => {
      throw new Error('there is no such operator')
    }
    expect(() => changeOperatorsFile(file, refuse)).toThrow('there is no such operator')
    expect(idsOf(readOperatorsFile(file))).toEqual(['ayse'])
    const many = Array.from({ length: 1000 }, (_, i) => ({
      ...ayse,
      id: `a${i}`,
      certificates: Array.from({ length: 16 }, (_, j) => (i * 16 + j).toString(16).padStart(64, '0')),
    }))
    expect(() => changeOperatorsFile(file, () => many)).toThrow(
      /must be a file of at most 1048576 bytes, would have \d+/,
    )
    expect(readdirSync(folder)).toEqual(['operators.json'])
  })

  it('creates its folder and no more, and none for a change that is refused', () => {
    const inNew = path.join(folder, 'data', 'operators.json')
    expect(() => changeOperatorsFile(inNew, () => [ayse, ayse])).toThrow(OperatorsFileError)
    expect(existsSync(path.dirname(inNew))).toBe(false)
    changeOperatorsFile(inNew, () => [ayse])
    expect(idsOf(readOperatorsFile(inNew))).toEqual(['ayse'])
    if (isPosix) expect(statSync(path.dirname(inNew)).mode & 0o777).toBe(0o700)
    expect(() => changeOperatorsFile(path.join(folder, 'no', 'such', 'file'), () => [ayse])).toThrow('ENOENT')
  })

  it('is done by one at a time, and leaves the lock of another', () => {
    writeFileSync(`${file}.new`, '')
    expect(() => changeOperatorsFile(file, () => [ayse])).toThrow('another process is changing it')
    expect(existsSync(`${file}.new`)).toBe(true)
    expect(existsSync(file)).toBe(false)
    rmSync(`${file}.new`)
    const nested = () => {
      changeOperatorsFile(file, () => [burak])
      return [ayse]
    }
    expect(() => changeOperatorsFile(file, nested)).toThrow('another process is changing it')
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('OperatorsWatcher', () => {
  it('follows the file: added, changed and removed', () => {
    const watcher = new OperatorsWatcher(file, () => expect.unreachable())
    expect([watcher.operators, watcher.refresh()]).toEqual([[], false])
    changeOperatorsFile(file, () => [ayse])
    expect(watcher.operators).toEqual([])
    expect([watcher.refresh(), watcher.refresh()]).toEqual([true, false])
    expect(idsOf(watcher.operators)).toEqual(['ayse'])
    changeOperatorsFile(file, () => [{ ...ayse, role: 'admin' }])
    expect(watcher.refresh()).toBe(true)
    expect(watcher.operators[0]?.role).toBe('admin')
    rmSync(file)
    expect(watcher.refresh()).toBe(true)
    expect(watcher.operators).toEqual([])
  })

  it('sees a change that keeps size and time', () => {
    changeOperatorsFile(file, () => [ayse])
    const watcher = new OperatorsWatcher(file, () => expect.unreachable())
    const { atime, mtime } = statSync(file)
    changeOperatorsFile(file, () => [{ ...ayse, id: 'esya' }])
    utimesSync(file, atime, mtime)
    expect(watcher.refresh()).toBe(true)
    expect(idsOf(watcher.operators)).toEqual(['esya'])
  })

  it('keeps the version in force when the next cannot be used, and reports that once', () => {
    const errors: unknown[] = []
    changeOperatorsFile(file, () => [ayse])
    const watcher = new OperatorsWatcher(file, (error) => errors.push(error))
    write('{}')
    expect([watcher.refresh(), watcher.refresh()]).toEqual([false, false])
    expect(errors).toEqual([expect.any(OperatorsFileError)])
    expect(idsOf(watcher.operators)).toEqual(['ayse'])
    rmSync(file)
    changeOperatorsFile(file, () => [burak])
    expect(watcher.refresh()).toBe(true)
    expect(idsOf(watcher.operators)).toEqual(['burak'])
  })

  it('does not begin with a file that cannot be used', () => {
    mkdirSync(file)
    expect(() => new OperatorsWatcher(file, () => undefined)).toThrow(OperatorsFileError)
  })
})

it('orders the roles', () => {
  expect(ROLES.map((role) => ROLES.filter((needed) => hasRole(role, needed)))).toEqual([
    ['viewer'],
    ['viewer', 'operator'],
    ['viewer', 'operator', 'risk'],
    ['viewer', 'operator', 'risk', 'admin'],
  ])
  expect(OPERATOR_ID.test('ayse-2')).toBe(true)
  expect(OPERATOR_ID.test('admin')).toBe(false)
  expect(OPERATOR_ID.test('administrator')).toBe(true)
})
