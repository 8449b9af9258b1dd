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

/**
 * Changes one record and gives it and all later ones hashes that fit, as somebody would who can write the files. With
 * `everything`, what later records tell of the log is made to fit as well: then only a pin can show it.
 */
export function rewrite({ files, pins }: LogFiles, random: Random, what: 'chain' | 'everything'): LogFiles {
  const parsed = [...files].map(([name, bytes]) => [name, splitLines(bytes).map(parseLine)] as const)
  const all = parsed.flatMap(([, lines]) => lines)
  if (all.length === 0) return { files, pins }
  const at = random.below(all.length)
  const first = stateBefore(all[0]!)
  const target = all[at]!
  if (what === 'chain') mangle(random.oneIn(2) ? target : (target['details'] as Line), random)
  else target['time'] = 5
  let head = all[0]!['prev'] as string
  for (const line of all.slice(0, at)) head = chain(line, head, first)
  for (const line of all.slice(at)) {
    if (what === 'everything') correct(line, head, first)
    head = chain(line, head, first)
  }
  return { files: new Map(parsed.map(([name, lines]) => [name, Buffer.concat(lines.map(encode))])), pins }
}

function parseLine(line: Uint8Array): Line {
  return JSON.parse(Buffer.from(line).toString())
}

function encode(line: Line): Uint8Array {
  return Buffer.from(`${canonicalJson(line, MAX_DEPTH)}\n`)
}

function stateBefore(line: Line): MerkleTree {
  const { size, frontier } = line['details'] as { size: number; frontier: string[] }
  return createTree({ size, frontier })
}

/** Gives a line the hash that fits its place. */
function chain(line: Line, head: string, tree: MerkleTree): string {
  if (line['prev'] !== undefined) line['prev'] = head
  const { hash: _, ...content } = line
  const rest = Buffer.from(canonicalJson(content as JsonObject, MAX_DEPTH))
  const length = Buffer.alloc(8)
  length.writeBigUInt64BE(BigInt(rest.length))
  const found = hash('sha256', Buffer.concat([Buffer.from('tezgah/audit/record/v2\n'), length, rest]), 'hex')
  line['hash'] = found
  tree.append(found)
  return found
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
