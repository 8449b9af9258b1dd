import { hash } from 'node:crypto'
import { canonicalJson, createTree, type JsonObject, type JsonValue, type MerkleTree } from '@tezgah/audit'
import type { LogFiles } from './honest-log.ts'
import type { Random } from './random.ts'
import { splitLines } from './tamper.ts'

type Line = { -readonly [Key in string]: JsonValue }

const VALUES: readonly JsonValue[] = [
  null,
  true,
  0,
  1,
  2,
  3,
  -1,
  0.5,
  2 ** 53,
  '',
  '0',
  '1',
  'x',
  'x'.repeat(257),
  [],
  {},
]
const HASH = 'ab'.repeat(32)
const MAX_DEPTH = 64

/** Changes lines of a log in place; what it returns is done to a line after it got its hash. */
type Edit = (lines: Line[], at: number, random: Random) => ((line: Line, chained: string) => void) | undefined

/** Changes by an attacker who can write the files and give all records hashes that fit. */
export const EDITS = {
  'a record written anew': (lines, at, random) => {
    const line = lines[at]!
    mangle(random.oneIn(2) ? line : (line['details'] as Line), random)
    return undefined
  },
  'a record without its place in the chain': (lines, at) => {
    const line = lines[at]!
    return (changed) => {
      if (changed !== line) return
      changed['prev'] = HASH
      changed['hash'] = hashOf(spell(changed))
    }
  },
  'a record after the seal': (lines) => {
    const seal = lines.findLastIndex(({ action }) => action === 'log.segment_sealed')
    if (seal < 0) return undefined
    const time = 5
    const late = { ...lines[seal]!, actor: 'x', action: 'x', details: {}, seq: Number(lines[seal]!['seq']) + 1, time }
    lines.splice(seal + 1, lines.length, late)
    return undefined
  },
  'another spelling of a number': (lines, at, random) => {
    const spelling = random.pick([' 5', '5.0', '5e0', '05', '-5', '+5', '5E0', '0.5e1', '5,"time":5'])
    lines[at]!['time'] = 5
    lines[at]!['$spelled'] = spelling
    return undefined
  },
} satisfies Record<string, Edit>

/** The log after an edit, every record from there on with a hash that fits. */
export function rewrite({ files, pins }: LogFiles, random: Random, edit: Edit): LogFiles {
  const parsed = [...files].map(([name, bytes]) => [name, splitLines(bytes).map(parseLine)] as const)
  const [name, lines] = random.pick(parsed)
  const first = parsed.flatMap(([, all]) => all)[0]
  if (first === undefined || lines.length === 0) return { files, pins }
  let head = first['prev'] as string
  const after = edit(lines, random.below(lines.length), random)
  const changed = parsed.map(([file, all]) => {
    for (const line of all) {
      head = chain(line, head)
      after?.(line, head)
      head = line['hash'] as string
    }
    return [file, all] as const
  })
  const kept = changed.slice(0, changed.findIndex(([file]) => file === name) + 1)
  const isCut = lines.some(({ actor, time }) => actor === 'x' && time === 5)
  return { files: new Map((isCut ? kept : changed).map(([file, all]) => [file, encodeAll(all)])), pins }
}

/** The log with one time changed, and all that later records tell of the log made to fit: only a pin can show it. */
export function rewriteEverything({ files, pins }: LogFiles, random: Random): LogFiles {
  const parsed = [...files].map(([name, bytes]) => [name, splitLines(bytes).map(parseLine)] as const)
  const all = parsed.flatMap(([, lines]) => lines)
  if (all.length === 0) return { files, pins }
  const tree = createTree(all[0]!['details'] as { size: number; frontier: string[] })
  const at = random.below(all.length)
  let head = all[0]!['prev'] as string
  all[at]!['time'] = 5
  for (const [index, line] of all.entries()) {
    if (index >= at) correct(line, head, tree)
    head = chain(line, head)
    tree.append(head)
  }
  return { files: new Map(parsed.map(([name, lines]) => [name, encodeAll(lines)])), pins }
}

function parseLine(line: Uint8Array): Line {
  return JSON.parse(Buffer.from(line).toString())
}

function encodeAll(lines: readonly Line[]): Uint8Array {
  return Buffer.concat(lines.map((line) => Buffer.from(`${spell(line)}\n`)))
}

/** Canonical but for a time that is spelled otherwise. */
function spell({ $spelled: spelling, ...line }: Line): string {
  const text = canonicalJson(line as JsonObject, { maxDepth: MAX_DEPTH })
  return typeof spelling === 'string' ? text.replace(/"time":5(?=}$)/, `"time":${spelling}`) : text
}

/** Gives a line the hash that fits its place. */
function chain(line: Line, head: string): string {
  if (line['prev'] !== undefined) line['prev'] = head
  const found = hashOf(spell(line))
  line['hash'] = found
  return found
}

/** The hash of a line as it stands. */
function hashOf(text: string): string {
  const rest = Buffer.from(text.replace(/,"hash":"[0-9a-f]{64}"(?=[^{}]*}$)/, ''))
  const length = Buffer.alloc(8)
  length.writeBigUInt64BE(BigInt(rest.length))
  return hash('sha256', Buffer.concat([Buffer.from('tezgah/audit/record/v2\n'), length, rest]), 'hex')
}

function correct(line: Line, head: string, tree: MerkleTree): void {
  const details = line['details'] as Line
  if (line['action'] === 'log.segment_opened') Object.assign(details, { head, frontier: tree.state().frontier })
  if (line['action'] === 'log.segment_sealed') details['root'] = tree.root()
}

/** Changes one member, takes one away or adds one. */
function mangle(members: Line, random: Random): void {
  const names = Object.keys(members)
  const name = names.length === 0 || random.oneIn(6) ? 'zz' : random.pick(names)
  const value = members[name]
  if (random.oneIn(5)) delete members[name]
  else if (typeof value === 'number' && random.oneIn(2)) members[name] = value + random.pick([1, -1, 0.5])
  else if (typeof value === 'string' && value.length === 64 && random.oneIn(2)) members[name] = HASH
  else if (Array.isArray(value) && random.oneIn(2)) members[name] = random.oneIn(2) ? value.slice(1) : [...value, HASH]
  else if (value !== null && typeof value === 'object' && !Array.isArray(value)) mangle(value as Line, random)
  else members[name] = random.pick(VALUES)
}
