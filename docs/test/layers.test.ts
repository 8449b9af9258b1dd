import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
const plans = path.join(import.meta.dirname, 'layers')

/**
 * The rooms of one source tree, lowest first. A room is a folder or a file below `root`; rooms in one inner list stand side by
 * side. A room imports itself and rooms before it, types included. What no room covers is a mistake.
 */
type Plan = {
  readonly root: string
  readonly layers: readonly (string | readonly string[])[]
}

/** Statements `import … from`, `export … from`, `import '…'` and calls `import('…')`. */
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*'([^']+)'|(?:^|\n)\s*import\s+'([^']+)'|\bimport\('([^']+)'\)/g

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => /\.(ts|tsx)$/.test(file) && !file.endsWith('.d.ts'))
    .sort()
}

/** Files of the same tree that each file imports, all paths relative to the tree. */
function importGraph(folder: string): Map<string, string[]> {
  return new Map(sourcesBelow(folder).map((file) => [file, importsOf(folder, file)]))
}

function importsOf(folder: string, file: string): string[] {
  const source = readFileSync(path.join(folder, file), 'utf8').replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '')
  const specifiers = [...source.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3]!)
  return specifiers
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => path.posix.join(path.posix.dirname(file), specifier))
    .filter((target) => !target.startsWith('..') && /\.(ts|tsx)$/.test(target) && existsSync(path.join(folder, target)))
}

/** Groups of files that import one another in a circle (Tarjan's strongly connected components of two and more). */
function circlesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const circles: string[][] = []
  const visit = (file: string): void => {
    index.set(file, index.size)
    low.set(file, index.get(file)!)
    stack.push(file)
    for (const target of graph.get(file) ?? []) {
      if (!index.has(target)) visit(target)
      if (stack.includes(target)) low.set(file, Math.min(low.get(file)!, low.get(target)!))
    }
    if (low.get(file) !== index.get(file)) return
    const circle = stack.splice(stack.indexOf(file))
    if (circle.length > 1) circles.push(circle.sort())
  }
  for (const file of graph.keys()) if (!index.has(file)) visit(file)
  return circles
}

/** The room with the longest path that covers `file`, and its place in the order. */
function roomOf(plan: Plan, file: string): { readonly name: string; readonly order: number } | null {
  const rooms = plan.layers.flatMap((layer, order) => [layer].flat().map((name) => ({ name, order })))
  const covering = rooms.filter(({ name }) => file === name || file.startsWith(`${name}/`))
  return covering.sort((a, b) => b.name.length - a.name.length)[0] ?? null
}

function upwardImports(plan: Plan, graph: ReadonlyMap<string, readonly string[]>): string[] {
  return [...graph].flatMap(([file, targets]) => {
    const from = roomOf(plan, file)
    return targets
      .map((target) => ({ target, to: roomOf(plan, target) }))
      .filter(({ to }) => from !== null && to !== null && to.name !== from.name && to.order >= from.order)
      .map(({ target }) => `${file} imports ${target}`)
  })
}

const trees = ['packages', 'examples']
  .flatMap((room) =>
    readdirSync(path.join(root, room)).flatMap((name) => [`${room}/${name}/src`, `${room}/${name}/web`]),
  )
  .filter((folder) => existsSync(path.join(root, folder)) && sourcesBelow(path.join(root, folder)).length > 0)
const planned = readdirSync(plans).map((file) => JSON.parse(readFileSync(path.join(plans, file), 'utf8')) as Plan)

describe.each(trees)('%s', (folder) => {
  it('has no circle of imports, types included', () => {
    expect(circlesOf(importGraph(path.join(root, folder)))).toEqual([])
  })
})

describe.each(planned)('the layers of $root', (plan) => {
  const graph = importGraph(path.join(root, plan.root))

  it('cover every file', () => {
    expect([...graph.keys()].filter((file) => roomOf(plan, file) === null)).toEqual([])
  })

  it('name only rooms that exist', () => {
    const missing = plan.layers.flat().filter((name) => !existsSync(path.join(root, plan.root, name)))
    expect(missing).toEqual([])
  })

  it('import only downwards', () => {
    expect(upwardImports(plan, graph)).toEqual([])
  })
})
