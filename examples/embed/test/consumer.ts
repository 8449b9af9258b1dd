import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = path.join(import.meta.dirname, '../../..')
const pnpm = path.join(root, 'node_modules/pnpm/bin/pnpm.mjs')

type Manifest = { readonly name: string; readonly dependencies?: Readonly<Record<string, string>> }

const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(path.join(root, 'packages', name, 'package.json'), 'utf8')) as Manifest

/**
 * A project in `folder` that has installed the packages `names` from tarballs, packed as they would be published.
 *
 * @param libraries - packages of others that the project installs beside them, in the versions that ours use
 */
export async function installPacked(
  folder: string,
  names: readonly string[],
  libraries: readonly string[] = [],
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const packed = Object.fromEntries(
    await Promise.all(names.map((name) => pack(name, path.join(folder, 'packed', name)))),
  )
  const versions = Object.assign({}, ...names.map((name) => manifestOf(name).dependencies ?? {})) as Record<
    string,
    string
  >
  const others = Object.fromEntries(libraries.map((name) => [name, versions[name]]))
  const dependencies = { ...packed, ...others }
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, dependencies }))
  // Packages of ours that depend on one another find the tarballs, since no registry has them.
  writeFileSync(path.join(folder, 'pnpm-workspace.yaml'), JSON.stringify({ overrides: packed }))
  await run(process.execPath, [pnpm, 'install', '--prefer-offline', '--no-frozen-lockfile'], { cwd: folder })
}

async function pack(name: string, target: string): Promise<readonly [string, string]> {
  const home = path.join(root, 'packages', name)
  if (!existsSync(path.join(home, 'dist')))
    throw new Error(`packages/${name} is not built: run \`npm run build\` first`)
  await run(process.execPath, [pnpm, 'pack', '--pack-destination', target], { cwd: home })
  return [manifestOf(name).name, `file:${path.join(target, readdirSync(target)[0]!)}`]
}
