import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'

const packages = path.join(import.meta.dirname, '../..')
const main = path.join(import.meta.dirname, '../src/main.ts')
const hook = pathToFileURL(path.join(import.meta.dirname, 'fixtures/loaded-modules.ts')).href

type Exports = Readonly<Record<string, { readonly '@tezgah/source'?: unknown }>>

/** The source file of each import of ours, such as `@tezgah/core/errors`. */
const sources = new Map(
  readdirSync(packages).flatMap((name) => {
    const manifest = path.join(packages, name, 'package.json')
    if (!existsSync(manifest)) return []
    const { exports, name: scoped } = JSON.parse(readFileSync(manifest, 'utf8')) as { exports: Exports; name: string }
    return Object.entries(exports).flatMap(([subpath, { '@tezgah/source': source }]) =>
      typeof source === 'string' ? [[scoped + subpath.slice(1), path.join(packages, name, source)] as const] : [],
    )
  }),
)

/** Files of ours that `entries` load with them: what they import statically, values only. */
function staticClosure(entries: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (file: string): void => {
    if (found.has(file)) return
    found.add(file)
    const text = readFileSync(file, 'utf8')
    for (const [, clause = '', specifier = ''] of text.matchAll(/^(?:import|export)\b([^'"`;]*?)\bfrom '([^']+)'/gm)) {
      if (/^\s+type\s+[{*\w]/.test(clause)) continue
      const target = specifier.startsWith('.') ? path.join(path.dirname(file), specifier) : sources.get(specifier)
      if (target !== undefined) visit(target)
    }
  }
  for (const entry of entries) visit(entry)
  return found
}

/** Files of ours that a process of the command loads in truth. */
function loaded(args: readonly string[]): readonly string[] {
  const flags = ['--conditions=@tezgah/source', '--import', hook, main, ...args]
  try {
    execFileSync(process.execPath, flags, { encoding: 'utf8', stdio: 'pipe', timeout: 60_000 })
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: string }
    expect(status).toBe(2)
    return JSON.parse(/^loaded: (.*)$/m.exec(stderr)?.[1] ?? 'null') as string[]
  }
  throw new Error('the command must fail')
}

const command = (name: string) => path.join(import.meta.dirname, `../src/commands/${name}/command.ts`)

describe.each([
  ['an unknown command', ['nonsense'], [], 12],
  ['backtest --nonsense', ['backtest', '--nonsense'], [command('backtest')], 80],
  ['candles --nonsense', ['candles', '--nonsense'], [command('candles')], 20],
  ['candles download --nonsense', ['candles', 'download', '--nonsense'], [command('candles')], 20],
] as const)('%s', (_, args, entries, most) => {
  it(`imports at most ${most} files of ours`, () => {
    expect(staticClosure([main, ...entries]).size).toBeLessThanOrEqual(most)
  })

  it(`loads at most ${most} files of ours`, { timeout: 60_000 }, () => {
    const files = loaded(args)
    expect(files.length).toBeGreaterThan(5)
    expect(files.length).toBeLessThanOrEqual(most)
    const closure = staticClosure([main, ...entries])
    expect(files.filter((file) => !closure.has(file))).toEqual([])
  })
})

it('loads no command for the help of all', { timeout: 60_000 }, () => {
  expect([...staticClosure([main])].filter((file) => file.includes(`${path.sep}commands${path.sep}`))).toEqual([])
  expect(loaded([]).filter((file) => file.includes(`${path.sep}commands${path.sep}`))).toEqual([])
})

it('imports no package for a command before the built command line knows which one runs', () => {
  const main = path.join(import.meta.dirname, '../dist/main.js')
  if (!existsSync(main)) throw new Error('run `npm run build` first')
  const imported = new Set<string>()
  const visit = (file: string): void => {
    for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\b[^'"`;]*?["']([^'"]+)["']/gm,
    )) {
      if (imported.has(specifier)) continue
      imported.add(specifier)
      if (specifier.startsWith('.')) visit(path.join(path.dirname(file), specifier))
    }
  }
  visit(main)
  expect(imported.size).toBeGreaterThan(2)
  const packagesOfOurs = [...imported].filter(
    (name) => name.startsWith('@tezgah/') && !name.startsWith('@tezgah/core/'),
  )
  expect(packagesOfOurs).toEqual([])
})
