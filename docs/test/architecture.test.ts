import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '../..')

/** Which of our packages a package may import. Arrows point one way: examples are where packages meet. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  '@tezgah/core': [],
  '@tezgah/indicators': [],
  '@tezgah/backtest': ['@tezgah/core', '@tezgah/indicators'],
  '@tezgah/audit': ['@tezgah/core'],
  '@tezgah/guardrails': ['@tezgah/core'],
  '@tezgah/btcturk': ['@tezgah/core'],
  '@tezgah/simulator': ['@tezgah/core', '@tezgah/btcturk'],
  '@tezgah/metrics': ['@tezgah/core'],
  '@tezgah/runner': ['@tezgah/core', '@tezgah/backtest'],
  tezgah: [
    '@tezgah/core',
    '@tezgah/backtest',
    '@tezgah/btcturk',
    '@tezgah/simulator',
    '@tezgah/audit',
    '@tezgah/guardrails',
    '@tezgah/runner',
  ],
}

type Manifest = {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const packages = readdirSync(path.join(root, 'packages'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => {
    const folder = path.join(root, 'packages', entry.name)
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest
    return { folder, manifest, imports: importsOf(path.join(folder, 'src')) }
  })

function importsOf(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const specifiers = files.flatMap((file) => {
    const source = readFileSync(path.join(folder, file), 'utf8')
    return [...source.matchAll(/^(?:import|export)\b[^'"]*?from '([^'"]+)'|\bimport\('([^'"]+)'\)/gm)]
  })
  const outside = specifiers.map((match) => match[1] ?? match[2]!).filter((specifier) => !specifier.startsWith('.'))
  return [...new Set(outside)]
}

/** `@scope/name/sub/path` is of the package `@scope/name`. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

describe.each(packages)('$manifest.name', ({ folder, manifest, imports }) => {
  it('has a place in the picture', () => {
    expect(Object.keys(MAY_IMPORT)).toContain(manifest.name)
  })

  it('imports only the packages below it', () => {
    const ours = imports.map(packageOf).filter((name) => name in MAY_IMPORT)
    const allowed = MAY_IMPORT[manifest.name] ?? []
    expect(ours.filter((name) => !allowed.includes(name))).toEqual([])
  })

  it('declares exactly what it imports', () => {
    const imported = new Set(imports.filter((specifier) => !specifier.startsWith('node:')).map(packageOf))
    const fromPeers = Object.keys(manifest.peerDependencies ?? {})
    expect([...imported].filter((name) => !fromPeers.includes(name)).sort()).toEqual(
      Object.keys(manifest.dependencies ?? {}).sort(),
    )
  })

  it('reaches into no folder but its own', () => {
    const files = readdirSync(path.join(folder, 'src'), { recursive: true, encoding: 'utf8' })
    const outside = files
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => {
        const source = readFileSync(path.join(folder, 'src', file), 'utf8')
        const relative = [...source.matchAll(/from '(\.[^']+)'/g)].map((match) => match[1]!)
        const from = path.join(folder, 'src', path.dirname(file))
        return relative.some((specifier) => !path.join(from, specifier).startsWith(path.join(folder, 'src')))
      })
    expect(outside).toEqual([])
  })
})

describe('the pure engine', () => {
  const config = readFileSync(path.join(root, 'packages/backtest/tsconfig.json'), 'utf8')

  it('compiles without Node and without a browser', () => {
    const { compilerOptions } = JSON.parse(config) as { compilerOptions: { lib: string[]; types: string[] } }
    expect(compilerOptions.lib).toEqual(['ES2023'])
    expect(compilerOptions.types).toEqual([])
  })

  it('imports nothing of Node', () => {
    const engine = packages.find(({ manifest }) => manifest.name === '@tezgah/backtest')!
    expect(engine.imports.filter((specifier) => specifier.startsWith('node:'))).toEqual([])
  })
})

describe('manifests', () => {
  it('pin every outside dependency to one exact version', () => {
    const loose = packages.flatMap(({ manifest }) =>
      Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
        .filter(([name]) => !(name in MAY_IMPORT))
        .filter(([, version]) => !/^\d+\.\d+\.\d+(-[a-z]+\.\d+)?$/.test(version))
        .map(([name, version]) => `${manifest.name}: ${name} ${version}`),
    )
    expect(loose).toEqual([])
  })

  it('leave no registry address in the lock file', () => {
    expect(readFileSync(path.join(root, 'pnpm-lock.yaml'), 'utf8')).not.toMatch(/https?:\/\//)
  })
})
